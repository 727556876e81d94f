"""Everything that `argmap lsp` says has the shape that the protocol gives it: pytest-lsp reads it by types made from the protocol."""

import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

FOLDER = pathlib.Path(os.environ["ARGMAP_FOLDER"])
MAP = FOLDER / "arguments" / "map.toml"
LETTER = FOLDER / "arguments" / "letter.txt"


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[os.environ["ARGMAP"], "lsp"]))
async def client(lsp_client: LanguageClient):
    for method in ["client/registerCapability", "workspace/codeLens/refresh", "workspace/inlayHint/refresh"]:
        lsp_client.feature(method)(lambda _: None)
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities("visual-studio-code"),
            workspace_folders=[types.WorkspaceFolder(uri=FOLDER.as_uri(), name="folder")],
        )
    )
    yield
    await lsp_client.shutdown_session()


def document(path=MAP):
    return types.TextDocumentIdentifier(uri=path.as_uri())


def opened(client, path=MAP):
    text = path.read_text()
    item = types.TextDocumentItem(uri=path.as_uri(), language_id="toml", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    return text


def place(text, needle):
    before = text[: text.index(needle)]
    return types.Position(line=before.count("\n"), character=len(before.rsplit("\n", 1)[-1]))


@pytest.mark.asyncio
async def test_every_answer_is_what_the_protocol_calls_it(client: LanguageClient):
    text = opened(client)
    claim = place(text, "close-it]")
    whole = types.Range(start=types.Position(0, 0), end=types.Position(99, 0))
    at = {"text_document": document(), "position": claim}

    found = await client.text_document_completion_async(
        types.CompletionParams(text_document=document(), position=place(text, 'close-it"]'))
    )
    assert "close-it" in [item.label for item in found.items]
    hover = await client.text_document_hover_async(types.HoverParams(**at))
    assert "close" in hover.contents.value
    defined = await client.text_document_definition_async(types.DefinitionParams(**at))
    assert defined[0].uri == MAP.as_uri()
    named = await client.text_document_references_async(
        types.ReferenceParams(context=types.ReferenceContext(include_declaration=True), **at)
    )
    assert len(named) == 3
    assert await client.text_document_document_highlight_async(types.DocumentHighlightParams(**at))
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(**at))
    renamed = await client.text_document_rename_async(types.RenameParams(new_name="open-it", **at))
    assert len(renamed.changes[MAP.as_uri()]) == 3
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=document()))
    assert [symbol.name for symbol in symbols] == ["letter", "close-it", "children"]
    assert await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="child"))
    assert await client.text_document_folding_range_async(types.FoldingRangeParams(text_document=document()))
    assert await client.text_document_document_link_async(types.DocumentLinkParams(text_document=document()))
    assert await client.text_document_inlay_hint_async(types.InlayHintParams(text_document=document(), range=whole))
    assert await client.text_document_code_lens_async(types.CodeLensParams(text_document=document()))
    items = await client.text_document_prepare_call_hierarchy_async(types.CallHierarchyPrepareParams(**at))
    below = await client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(item=items[0]))
    above = await client.call_hierarchy_outgoing_calls_async(types.CallHierarchyOutgoingCallsParams(item=below[0].from_))
    assert above[0].to.name == "close-it"


@pytest.mark.asyncio
async def test_findings_come_with_what_mends_them(client: LanguageClient):
    text = opened(client)
    wrong = types.TextDocumentContentChangeWholeDocument(text=text.replace("supports", "suports"))
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(uri=MAP.as_uri(), version=2), content_changes=[wrong]
        )
    )
    pulled = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document()))
    assert "unknown-key" in [item.code for item in pulled.items]
    whole = types.Range(start=types.Position(0, 0), end=types.Position(99, 0))
    params = types.CodeActionParams(document(), whole, types.CodeActionContext(diagnostics=[]))
    actions = await client.text_document_code_action_async(params)
    assert any(action.is_preferred and "supports" in action.title for action in actions)

    letter = opened(client, LETTER)
    words = types.Range(start=place(letter, "children"), end=place(letter, ", and"))
    params = types.CodeActionParams(document(LETTER), words, types.CodeActionContext(diagnostics=[]))
    actions = await client.text_document_code_action_async(params)
    assert "quoted from here" in actions[0].title
