-- Writes a map in Neovim as someone would who has the letter before them: with completion for every reference and every
-- quotation. What came of it is written to the file that ARGMAP_OUT names.
local folder = vim.env.ARGMAP_FOLDER
local out = { completed = 0 }

local function fail(message)
  vim.fn.writefile({ vim.fn.json_encode({ failed = message }) }, vim.env.ARGMAP_OUT)
  vim.cmd("cquit")
end

vim.cmd("edit " .. vim.fn.fnameescape(folder .. "/arguments/square.toml"))
local id = vim.lsp.start_client({ name = "argmap", cmd = { vim.env.ARGMAP, "lsp" }, root_dir = folder })
vim.lsp.buf_attach_client(0, id)
if not vim.wait(20000, function() return next(vim.lsp.buf_get_clients(0)) ~= nil end, 20) then
  fail("the server did not start")
end

local function last()
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  return #lines - 1, lines[#lines]
end

local function write(text)
  local row, line = last()
  vim.api.nvim_buf_set_text(0, row, #line, row, #line, vim.split(text, "\n"))
end

local function ask(method, params)
  params.textDocument = vim.lsp.util.make_text_document_params()
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  local answer = answers and answers[id]
  if not answer or answer.error then
    fail(method .. ": " .. vim.inspect(answer))
  end
  return answer.result
end

-- Types the beginning, and chooses what is called `label`.
local function complete(typed, label)
  write(typed)
  local row, line = last()
  local character = vim.str_utfindex(line)
  local list = ask("textDocument/completion", { position = { line = row, character = character } })
  for _, item in ipairs(list.items) do
    if item.label == label then
      vim.lsp.util.apply_text_edits({ item.textEdit }, 0, "utf-16")
      out.completed = out.completed + 1
      return
    end
  end
  fail("`" .. label .. "` is not offered for " .. line .. ": " .. vim.inspect(list))
end

write('[source.letter]\npath = "letter.txt"\n\n')
write('[claim.children-play]\ntext  = "Children play in the square every day."\nquote = "')
complete("children play", "Children play there every day")
write('"\n\n[claim.play-is-blind]\ntext  = "A child at play does not look out for traffic."\nquote = "')
complete("a playing", "a playing child does not look out for traffic")
write('"\n\n[claim.close-the-square]\ntext     = "The square should be closed to cars."\nquote    = "')
complete("", "The square should be closed to cars")
write('"\npremises = ["')
complete("chi", "children-play")
write('", "')
complete("traffic", "play-is-blind")
write('"]\n\n[claim.trade-suffers]\ntext    = "Closing the square would harm the shops\' trade."\nquote   = "')
complete("Shop", "Shopkeepers fear for their trade")
write('"\nattacks = ["')
complete("clo", "close-the-square")
write('"]\n\n[claim.customers-walk]\ntext    = "Nine in ten of the shops\' customers come on foot."\nquote   = "')
complete("nine out", "nine out of ten of their customers come on foot already")
write('"\nattacks = ["')
complete("tra", "trade-suffers")
write('"]\n\n[map]\ntitle  = "A square without cars"\nlanguage = "en"\nthesis = ["')
complete("", "close-the-square")
write('"]\n')

-- What is found when something is wrong, and when it is right again.
write('\n[claim.odd]\ntext = "Odd."\nimplicit = true\nsupports = ["nothing-of-that-name"]\n')
local function has(rule)
  for _, finding in ipairs(vim.diagnostic.get(0)) do
    if finding.code == rule or (finding.user_data and finding.user_data.lsp.code == rule) then
      return true
    end
  end
  return false
end
out.found = vim.wait(20000, function() return has("unknown-claim") end, 20)
local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
vim.api.nvim_buf_set_lines(0, #lines - 6, #lines, false, { "" })
out.mended = vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 20)
out.left = vim.tbl_map(function(finding) return finding.message end, vim.diagnostic.get(0))

-- Hover and rename, on the first premise.
local function place(text)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local at = line:find(text, 1, true)
    if at then
      return { line = row - 1, character = vim.str_utfindex(line, at - 1) }
    end
  end
  fail("no " .. text)
end
out.hover = ask("textDocument/hover", { position = place("play-is-blind]") }).contents.value
local edit = ask("textDocument/rename", { position = place("play-is-blind]"), newName = "blind-at-play" })
vim.lsp.util.apply_workspace_edit(edit, "utf-16")

-- Formatting, as `vim.lsp.buf.format` does it: the cursor stays in its word.
vim.fn.search('Closing the square')
local options = { tabSize = 2, insertSpaces = true }
vim.lsp.util.apply_text_edits(ask("textDocument/formatting", { options = options }), 0, "utf-16")
out.word = vim.fn.expand("<cword>")
vim.cmd("write")
vim.fn.writefile({ vim.fn.json_encode(out) }, vim.env.ARGMAP_OUT)
vim.cmd("qall!")
