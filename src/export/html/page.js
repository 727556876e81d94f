"use strict";
// Makes the page fold, search and follow. The page says everything without it.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // What is kept while the page is renewed.
  const state = { picked: null, folded: new Map(), language: null, supposed: new Map(), plain: false, zoom: 0, pane: "-argument" };
  let tree, items, depths, texts, boxes, passages, shown, engine;

  // ---- The tree.

  // A line is an item of the lists; what has the focus, and a role in the tree, is its row.
  const row = (item) => item.firstElementChild;
  const group = (item) => item.querySelector(":scope > ul");
  const above = (item) => item.parentElement.closest("li");
  const key = (item) => item.id || (above(item)?.id ?? "") + "/" + [...item.parentElement.children].indexOf(item);
  const isFolded = (item) => item.classList.contains("folded");
  const isShown = (item) => {
    for (let one = above(item); one; one = above(one)) if (isFolded(one)) return false;
    return true;
  };

  const fold = (item, folded) => {
    const list = group(item);
    if (!list || isFolded(item) === folded) return;
    item.classList.toggle("folded", folded);
    if (folded) list.setAttribute("hidden", "until-found"); else list.removeAttribute("hidden");
    if (!state.plain) row(item).setAttribute("aria-expanded", String(!folded));
    state.folded.set(key(item), folded);
  };

  // The roles of a tree, or none: then it is the nested lists that it is written as.
  const roles = () => {
    const set = (element, name, value) => state.plain ? element.removeAttribute(name) : element.setAttribute(name, value);
    set(tree, "role", "tree");
    set(tree, "aria-label", "The argument");
    items.forEach((item, number) => {
      const line = row(item);
      const list = group(item);
      set(item, "role", "none");
      set(line, "role", "treeitem");
      set(line, "aria-level", depths[number] + 1);
      line.setAttribute("tabindex", "-1");
      if (list) {
        list.id = "-g" + number;
        set(list, "role", "group");
        set(line, "aria-owns", list.id);
        set(line, "aria-expanded", String(!isFolded(item)));
      }
      if (item === state.picked) set(line, "aria-selected", "true");
      for (const link of line.children) if (link.localName === "a") set(link, "tabindex", "-1");
    });
    rove(state.picked ?? items[0]);
  };

  let roving = null;
  const rove = (item) => {
    if (roving) row(roving).setAttribute("tabindex", "-1");
    roving = item;
    if (item) row(item).setAttribute("tabindex", "0");
  };

  const plant = () => {
    tree = $("-tree");
    items = all("li", tree);
    texts = null;
    const deep = new Map();
    depths = items.map((item) => {
      const depth = (deep.get(above(item)) ?? -1) + 1;
      deep.set(item, depth);
      return depth;
    });
    for (const item of items) {
      const list = group(item);
      if (!list) continue;
      item.classList.toggle("folded", list.hasAttribute("hidden"));
      const button = document.createElement("span");
      button.className = "fold";
      item.firstElementChild.prepend(button);
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = ` (${list.childElementCount} folded)`;
      item.firstElementChild.append(count);
    }
    roles();
    for (const item of items) fold(item, state.folded.get(key(item)) ?? isFolded(item));
  };

  const unfoldTo = (item) => {
    for (let one = above(item); one; one = above(one)) fold(one, false);
  };

  const focus = (item) => {
    if (!item) return;
    rove(item);
    row(item).focus({ preventScroll: true });
    row(item).scrollIntoView({ block: "nearest" });
  };

  const step = (item, by) => {
    let at = items.indexOf(item) + by;
    while (items[at] && !isShown(items[at])) at += by;
    return items[at];
  };

  let typed = "", typedAt = 0;
  const typeAhead = (item, letter, when) => {
    typed = when - typedAt > 700 ? letter : typed + letter;
    typedAt = when;
    const wanted = typed.toLowerCase();
    const start = items.indexOf(item) + (typed.length > 1 ? 0 : 1);
    for (let number = 0; number < items.length; number++) {
      const one = items[(start + number) % items.length];
      const title = one.querySelector(":scope > .row > a")?.textContent ?? "";
      if (title.toLowerCase().startsWith(wanted) && isShown(one)) return one;
    }
    return null;
  };

  const onKey = (event) => {
    if (!event.target.matches(".row")) return;
    const item = event.target.parentElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const has = group(item);
    let next = null;
    switch (event.key) {
      case "ArrowDown": next = step(item, 1); break;
      case "ArrowUp": next = step(item, -1); break;
      case "ArrowRight": if (has && isFolded(item)) fold(item, false); else if (has) next = step(item, 1); break;
      case "ArrowLeft": if (has && !isFolded(item)) fold(item, true); else next = above(item); break;
      case "Home": next = items[0]; break;
      case "End": next = items.findLast(isShown); break;
      case "*": for (const one of item.parentElement.children) fold(one, false); break;
      case "Enter": activate(item); break;
      case " ":
        // Within a title that is being typed it is a space.
        if (typed && event.timeStamp - typedAt <= 700) next = typeAhead(item, " ", event.timeStamp);
        else activate(item);
        break;
      default:
        if (event.key.length !== 1) return;
        next = typeAhead(item, event.key, event.timeStamp);
    }
    event.preventDefault();
    focus(next);
  };

  // What a line stands for: its claim, or the claim that it refers to.
  const activate = (item) => {
    const link = item.querySelector(":scope > .row > a");
    const target = item.dataset.c ? item : link && $(decodeURIComponent(link.hash.slice(1)));
    if (!target) return fold(item, !isFolded(item));
    if (target === item && item === state.picked) return pick(null);
    show(target, true);
  };

  // ---- Panes that follow each other.

  const pick = (item) => {
    for (const one of all(".on")) one.classList.remove("on");
    if (state.picked) row(state.picked).removeAttribute("aria-selected");
    state.picked = item;
    if (!item) return;
    item.classList.add("on");
    if (!state.plain) row(item).setAttribute("aria-selected", "true");
    const number = item.dataset.c;
    controls(item);
    if (state.supposed.size) engine?.then((started) => explain(item.querySelector(".why"), number, started));
    boxes.get(number)?.classList.add("on");
    for (const one of passages.get(number) ?? []) one.classList.add("on");
  };

  // Scrolls a pane, and nothing else, so that an element of it is in sight.
  const reveal = (element) => {
    const pane = element?.closest(".scroll");
    if (!pane || pane.scrollHeight + pane.scrollWidth <= pane.clientHeight + pane.clientWidth) return;
    const [box, frame] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollTop += (box.top + box.bottom) / 2 - (frame.top + frame.bottom) / 2;
    pane.scrollLeft += (box.left + box.right) / 2 - (frame.left + frame.right) / 2;
  };

  const show = (item, here = false) => {
    unfoldTo(item);
    pick(item);
    if (!here) pane("-argument");
    rove(item);
    const number = item.dataset.c;
    reveal(boxes.get(number));
    reveal(passages.get(number)?.[0]);
    focus(item);
    if (item.id && decodeURIComponent(location.hash.slice(1)) !== item.id) history.replaceState(null, "", "#" + encodeURIComponent(item.id));
  };

  const follow = () => {
    let id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id ? $(id) : null;
    if (target && items.includes(target)) show(target);
    else if (target?.closest("[id='-text']")) { pane("-text"); reveal(target); }
  };

  const pane = (id) => {
    state.pane = $(id) ? id : "-argument";
    for (const one of all(".pane")) one.classList.toggle("shown", one.id === state.pane);
    for (const one of all(".tabs button")) one.setAttribute("aria-pressed", String(one.dataset.pane === state.pane));
  };

  const gather = () => {
    boxes = new Map(all("svg.map [data-c]").map((box) => [box.dataset.c, box]));
    passages = new Map();
    for (const one of all(".said .q")) {
      for (const number of one.dataset.c.split(" ")) {
        if (!passages.has(number)) passages.set(number, []);
        passages.get(number).push(one);
      }
    }
  };

  const gatherVerdicts = () => {
    shown = new Map();
    for (const verdict of all(".v")) {
      const number = verdict.dataset.v ?? verdict.closest("li").dataset.c;
      if (!shown.has(number)) shown.set(number, []);
      shown.get(number).push(verdict);
    }
  };

  const itemOf = (number) => tree.querySelector(`li[data-c="${number}"]`);

  const onClick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { target } = event;
    if (target.closest(".suppose, button, summary, input, select")) return;
    const box = target.closest("svg.map [data-c]");
    if (box) return show(itemOf(box.dataset.c));
    const passage = target.closest(".q");
    if (passage) {
      // Several claims may quote a passage: each click goes on to the next.
      const numbers = passage.dataset.c.split(" ");
      const at = numbers.indexOf(state.picked?.dataset.c ?? "");
      event.preventDefault();
      return show(itemOf(numbers[(at + 1) % numbers.length]));
    }
    if (target.closest(".fold, .count")) {
      const item = target.closest("li");
      return fold(item, !isFolded(item));
    }
    const line = target.closest(".tree .row");
    const link = target.closest("a");
    if (line && (link ? link.matches(".t") : !target.closest(".more"))) {
      event.preventDefault();
      return activate(line.parentElement);
    }
    if (link?.hash && link.getAttribute("href")[0] === "#") {
      event.preventDefault();
      if (location.hash === link.hash) follow(); else location.hash = link.hash;
    }
  };

  // ---- Search.

  const read = () => {
    texts ??= items.filter((item) => item.dataset.c).map((item) => {
      const [title, ...said] = [...row(item).children].filter((one) => one.matches(".t, .words")).map((one) => one.textContent);
      return { item, title, said, all: [item.id, title, ...said].join(" ").toLowerCase() };
    });
  };
  const search = () => {
    const words = $("-find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const list = $("-found");
    list.replaceChildren();
    if (words.length) {
      read();
      const found = texts.filter((one) => words.every((word) => one.all.includes(word)));
      found.slice(0, 30).forEach((one, number) => {
        const entry = document.createElement("li");
        const small = document.createElement("small");
        const head = document.createElement("b");
        entry.id = "-f" + number;
        entry.setAttribute("role", "option");
        entry.setAttribute("aria-selected", String(number === 0));
        head.textContent = one.title;
        small.textContent = one.said.find((said) => words.some((word) => said.toLowerCase().includes(word))) ?? one.said[0] ?? "";
        entry.append(head, small);
        entry.target = one.item;
        list.append(entry);
      });
      if (found.length !== list.childElementCount || !found.length) {
        const more = document.createElement("li");
        more.setAttribute("role", "option");
        more.setAttribute("aria-disabled", "true");
        more.textContent = found.length ? `and ${found.length - 30} more` : "No claim says this";
        list.append(more);
      }
    }
    opened(words.length > 0);
  };
  const opened = (open) => {
    $("-found").hidden = !open;
    $("-find").setAttribute("aria-expanded", String(open));
    const chosen = open && $("-found").querySelector('[aria-selected="true"]');
    if (chosen) $("-find").setAttribute("aria-activedescendant", chosen.id); else $("-find").removeAttribute("aria-activedescendant");
  };
  const searchKey = (event) => {
    const entries = [...$("-found").children].filter((entry) => entry.target);
    const at = entries.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") { $("-find").value = ""; search(); }
    else if (event.key === "Enter" && entries[at]) choose(entries[at]);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && entries.length) {
      const next = (at + (event.key === "ArrowDown" ? 1 : entries.length - 1)) % entries.length;
      entries[at]?.setAttribute("aria-selected", "false");
      entries[next].setAttribute("aria-selected", "true");
      entries[next].scrollIntoView({ block: "nearest" });
      opened(true);
    } else return;
    event.preventDefault();
  };
  const choose = (entry) => { opened(false); show(entry.target); };

  // ---- Languages, and the size of the picture.

  const speak = () => {
    if (!state.language) return;
    for (const one of all(".words")) {
      let same = [one];
      for (let next = one.nextElementSibling; next?.matches(".words"); next = next.nextElementSibling) same.push(next);
      if (one.previousElementSibling?.matches(".words")) continue;
      const shown = same.find((other) => other.lang === state.language) ?? same[0];
      for (const other of same) other.hidden = other !== shown;
    }
  };

  const zoom = () => {
    const picture = document.querySelector("svg.map");
    if (!state.zoom) return picture.removeAttribute("data-zoom"), (picture.style.width = picture.style.minWidth = "");
    picture.style.width = picture.style.minWidth = `${picture.viewBox.baseVal.width * state.zoom}px`;
  };

  const button = (text, title, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (title) { made.title = title; made.setAttribute("aria-label", title); }
    made.addEventListener("click", act);
    return made;
  };

  const furnish = () => {
    const picture = document.querySelector("svg.map");
    const size = (factor) => () => {
      const now = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
      state.zoom = factor && Math.min(4, Math.max(0.05, now * factor));
      zoom();
    };
    const bar = document.createElement("div");
    bar.className = "zoom";
    bar.append(button("−", "Smaller", size(1 / 1.4)), button("+", "Larger", size(1.4)), button("Fit", "Fit the picture into its pane", size(0)));
    $("-picture").prepend(bar);
    zoom();
    const tabs = document.createElement("nav");
    tabs.className = "tabs";
    tabs.setAttribute("aria-label", "Panes");
    for (const [id, name] of [["-argument", "Argument"], ["-text", "Text"], ["-picture", "Picture"]]) {
      if (!$(id)) continue;
      const tab = button(name, "", () => { pane(id); document.querySelector(".panes").scrollIntoView(); reveal($(id).querySelector(".on")); });
      tab.dataset.pane = id;
      tabs.append(tab);
    }
    document.querySelector(".panes").after(tabs);
    pane(state.pane);
    const language = $("-language");
    if (language) {
      if (state.language) language.value = state.language;
      language.addEventListener("change", () => { state.language = language.value; speak(); });
    }
    speak();
    $("-find").addEventListener("input", search);
    $("-find").addEventListener("keydown", searchKey);
    $("-find").addEventListener("blur", () => setTimeout(() => opened(false), 150));
    $("-found").addEventListener("mousedown", (event) => {
      const entry = event.target.closest("li");
      event.preventDefault();
      if (entry?.target) choose(entry);
    });
    $("-unfold").addEventListener("click", () => items.forEach((item) => fold(item, false)));
    $("-fold").addEventListener("click", () => items.forEach((item, number) => fold(item, depths[number] >= 1)));
    $("-plain").setAttribute("aria-pressed", String(state.plain));
    $("-plain").addEventListener("click", () => {
      state.plain = !state.plain;
      $("-plain").setAttribute("aria-pressed", String(state.plain));
      roles();
    });
    for (const card of $("-engine") ? all(".fall") : []) {
      const said = document.createElement("p");
      said.className = "byline";
      said.textContent = "Try it: open a claim below, and ask what if it falls.";
      card.append(said);
    }
    document.querySelector(".tools").hidden = false;
    tree.addEventListener("keydown", onKey);
    tree.addEventListener("beforematch", (event) => unfoldTo(event.target.closest("li")));
    tree.addEventListener("focusin", (event) => { if (event.target.matches(".row")) rove(event.target.parentElement); });
  };

  // ---- Suppose: the library itself says what then falls, and why.

  // The labels as letters, and how they are called.
  const CALLED = { a: "✓ stands", r: "✗ falls", u: "? undecided" };
  const KINDS = [["denied", "falls"], ["assumed", "stands by itself"], ["removed", "had never been written"]];

  // Starts the engine, once, and hands it the map's files.
  const start = async () => {
    const code = atob($("-engine").textContent);
    const packed = new Blob([Uint8Array.from(code, (letter) => letter.charCodeAt(0))]);
    const bytes = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    const { exports } = (await WebAssembly.instantiate(bytes, {})).instance;
    const said = (at) => new TextDecoder().decode(new Uint8Array(exports.memory.buffer, at, exports.length()));
    const ask = (call, question) => {
      const words = new TextEncoder().encode(question);
      const at = exports.room(words.length);
      new Uint8Array(exports.memory.buffer, at, words.length).set(words);
      return said(exports[call]());
    };
    const labels = ask("open", $("-files").textContent);
    return { labels, suppose: (what) => ask("suppose", JSON.stringify(what)), why: (claim) => said(exports.why(claim)) };
  };

  const suppose = async (item, kind) => {
    if (state.supposed.get(item.id) === kind) state.supposed.delete(item.id); else state.supposed.set(item.id, kind);
    await reckon();
  };

  // Shows what stands and what falls, as things are supposed to be.
  const reckon = async () => {
    for (const id of state.supposed.keys()) if (!$(id)?.dataset.c) state.supposed.delete(id);
    if (!$("-engine") || (!engine && !state.supposed.size)) return;
    const started = await (engine ??= start());
    const what = { denied: [], assumed: [], removed: [] };
    for (const [id, kind] of state.supposed) what[kind].push(Number($(id).dataset.c));
    const labels = started.suppose(what);
    const moved = [];
    for (const [number, verdicts] of shown) {
      const [was, now] = [started.labels[number], labels[number]];
      if (was !== now) moved.push([number, now]);
      for (const verdict of verdicts) {
        verdict.className = `v ${now}${was === now ? "" : " moved"}`;
        verdict.textContent = CALLED[now];
      }
      const box = boxes.get(number);
      box?.classList.toggle("moved", was !== now);
      box?.classList.toggle("r", state.supposed.size > 0 && now === "r");
    }
    for (const one of all("[data-why]")) explain(one, one.dataset.why, started);
    if (state.picked) {
      explain(state.picked.querySelector(".why"), state.picked.dataset.c, started);
      controls(state.picked);
    }
    tell(moved);
  };

  // What the library says is escaped by it, as what it wrote into the page is.
  const explain = (element, number, { why }) => { element.innerHTML = why(Number(number)); };

  const tell = (moved) => {
    const bar = $("-supposed");
    bar.hidden = !state.supposed.size;
    if (bar.hidden) return bar.replaceChildren();
    const link = (item) => {
      const made = document.createElement("a");
      made.href = "#" + encodeURIComponent(item.id);
      made.textContent = item.querySelector(".t").textContent;
      return made;
    };
    const said = document.createElement("span");
    said.append("Supposing that ");
    [...state.supposed].forEach(([id, kind], number) => {
      said.append(number ? ", " : "", link($(id)), " " + KINDS.find(([one]) => one === kind)[1]);
    });
    const others = moved.filter(([number]) => !state.supposed.has(itemOf(number).id));
    for (const [letter, one, many] of [["r", "falls", "fall"], ["a", "stands", "stand"], ["u", "is left undecided", "are left undecided"]]) {
      const now = others.filter(([, label]) => label === letter);
      if (!now.length) continue;
      said.append(letter === others[0][1] ? ": " : "; ", `${now.length} more ${now.length === 1 ? one : many}: `);
      now.slice(0, 8).forEach(([number], place) => said.append(place ? ", " : "", link(itemOf(number))));
      if (now.length > 8) said.append(` and ${now.length - 8} more`);
    }
    if (!others.length) said.append(": nothing else changes");
    said.append(".");
    bar.replaceChildren(said, button("Suppose nothing", "", () => { state.supposed.clear(); reckon(); }));
  };

  // The buttons of an open claim.
  const controls = (item) => {
    if (!$("-engine") || !item.dataset.c) return;
    let bar = item.querySelector(":scope > .row > .more > .suppose");
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "suppose";
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", "What if");
      bar.append("What if it ");
      for (const [kind, said] of KINDS) {
        const made = button(said, "", () => suppose(item, kind));
        made.dataset.kind = kind;
        bar.append(made);
      }
      item.querySelector(":scope > .row > .more").append(bar);
    }
    for (const one of bar.querySelectorAll("button")) one.setAttribute("aria-pressed", String(state.supposed.get(item.id) === one.dataset.kind));
  };

  // ---- Begin, and begin again when a served page has changed.

  const begin = () => {
    gather();
    gatherVerdicts();
    engine = null;
    plant();
    furnish();
    (window.requestIdleCallback ?? setTimeout)(read);
  };

  // Takes what a served page says now, and leaves folds, language, suppositions and the place where one reads as they are.
  const renew = async () => {
    const answer = await fetch("/");
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const seen = items.find((item) => row(item).getBoundingClientRect().bottom > 80 && isShown(item));
    const kept = { key: seen && key(seen), top: seen && row(seen).getBoundingClientRect().top, picked: state.picked?.id, focused: document.activeElement.closest(".tree .row, #-find")?.closest("li, #-find")?.id };
    const find = $("-find").value;
    const scrolls = new Map(all(".pane .scroll").map((one) => [one.parentElement.id, [one.scrollTop, one.scrollLeft]]));
    document.title = next.title;
    document.body.dataset.live = next.body.dataset.live;
    state.picked = roving = null;
    document.body.replaceChildren(...[...next.body.children].filter((one) => one.localName !== "script" || one.type));
    begin();
    await reckon();
    const picked = kept.picked && $(kept.picked);
    if (picked && items.includes(picked)) { pick(picked); rove(picked); }
    for (const one of all(".pane .scroll")) [one.scrollTop, one.scrollLeft] = scrolls.get(one.parentElement.id) ?? [0, 0];
    // Twice: rows get their heights only when they come into sight.
    const again = items.find((item) => key(item) === kept.key);
    const settle = (times) => {
      if (!again || scrollY === 0) return;
      scrollBy({ top: row(again).getBoundingClientRect().top - kept.top, behavior: "instant" });
      if (times) requestAnimationFrame(() => settle(times - 1));
    };
    settle(2);
    if (find) { $("-find").value = find; }
    const focused = kept.focused && $(kept.focused);
    (focused && items.includes(focused) ? row(focused) : focused)?.focus({ preventScroll: true });
  };
  if (document.body.hasAttribute("data-live")) {
    let turn = Promise.resolve();
    new EventSource("/changes").onmessage = ({ data }) => {
      turn = turn.then(() => data !== document.body.dataset.live && renew()).catch(() => {});
    };
  }

  begin();
  follow();
  addEventListener("hashchange", follow);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, [role=treeitem]")) { event.preventDefault(); $("-find").focus(); }
  });
})();
