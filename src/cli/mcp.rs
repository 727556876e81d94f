//! `argmap mcp`: offers the program's answers as tools for agents, by the Model Context Protocol over standard input
//! and output.
//!
//! A tool is a command of this program, run in the folder that the server was given: it reads what the command reads
//! and returns what the command prints. No path leads out of that folder, and nothing is written unless the server may
//! write.

mod root;
mod tools;

use std::path::PathBuf;
use std::process::Stdio;

use argmap::printable::printable;
use argmap::shown;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::{ErrorData, ServerHandler, ServiceExt};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use super::{CliError, Status, Terminal};
use root::Root;
use tools::Call;

const EXAMPLES: &str = "\
The server talks to a program over standard input and output, until the program closes them. It supports versions \
2024-11-05 to 2026-07-28 of the protocol.

An agent's settings start it like this:
  { \"command\": \"argmap\", \"args\": [\"mcp\", \"--root\", \"/path/to/folder\"] }";

/// What `argmap mcp` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder that maps, answers and sources are in: nothing outside it is read
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    root: PathBuf,

    /// Allow an audit to write a map of the answers, as a new folder
    #[arg(long)]
    write: bool,
}

/// Runs `argmap mcp`.
pub(crate) fn run(args: &Args, _: Terminal) -> Result<Status, CliError> {
    let server = McpServer {
        root: Root::new(&args.root)?,
        may_write: args.write,
        program: std::env::current_exe()
            .map_err(|error| CliError::new(shown!("cannot find this program: {}", error)))?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::new(shown!("cannot start: {}", error)))?;
    let ended: Result<(), String> = runtime.block_on(async {
        let service = server.serve(rmcp::transport::stdio()).await;
        let service = service.map_err(|error| error.to_string())?;
        service.waiting().await.map_err(|error| error.to_string())?;
        Ok(())
    });
    // A read of standard input cannot be cancelled.
    runtime.shutdown_background();
    match ended {
        Ok(()) => Ok(Status::Fine),
        Err(why) => Err(CliError::with_help(
            shown!("no client connected: {}", why),
            "`argmap mcp` is started by an agent's program: see `argmap mcp --help`",
        )),
    }
}

/// Maximum length of an answer, in bytes; more is of no use to a model.
const LONGEST: usize = 1 << 20;

/// Answers the calls of a client.
struct McpServer {
    root: Root,
    may_write: bool,
    program: PathBuf,
}

impl ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        let name = Implementation::new("argmap", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(capabilities)
            .with_server_info(name)
            .with_instructions(
                "Arguments as code. Call `guide` first to write or fix a map. `audit` proves that the words which an \
                 answer quotes are in their sources. All paths are relative to the server's folder.",
            )
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::listed(
            self.may_write,
        )))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        let mut tools = tools::listed(self.may_write).into_iter();
        tools.find(|tool| tool.name == name)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = tools::find(&request.name) else {
            let text = format!("there is no tool `{}`", request.name);
            return Err(ErrorData::invalid_params(text, None));
        };
        let arguments = request.arguments.unwrap_or_default();
        let result = match tool.call(&arguments, &self.root, self.may_write) {
            Ok(call) => {
                tokio::select! {
                    answer = self.answer(call) => answer,
                    () = context.ct.cancelled() => Err("called off".to_owned()),
                }
            }
            Err(why) => Err(why),
        };
        let result = result.unwrap_or_else(|why| CallToolResult::error(vec![text(&why)]));
        Ok(CallToolResponse::Complete(result))
    }
}

fn text(text: &str) -> ContentBlock {
    ContentBlock::text(printable(text).into_owned())
}

impl McpServer {
    /// Runs a command of this program.
    async fn answer(&self, call: Call) -> Result<CallToolResult, String> {
        let cannot = |error: std::io::Error| format!("cannot run: {error}");
        let mut child = Command::new(&self.program)
            .args(["--color", "never"])
            .args(&call.arguments)
            .current_dir(self.root.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(cannot)?;
        let (input, output, errors) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let feed = async {
            if let Some(mut input) = input {
                // The command may end without reading all of its input.
                let _ = input.write_all(call.input.as_bytes()).await;
            }
        };
        let ((), output, errors) = tokio::join!(feed, taken(output), taken(errors));
        let (output, errors) = (output?, errors?);
        let status = child.wait().await.map_err(cannot)?;
        let mut content = Vec::new();
        for said in [output, errors] {
            if !said.trim().is_empty() {
                content.push(ContentBlock::text(said));
            }
        }
        Ok(match status.code() {
            Some(0 | 1) => CallToolResult::success(content),
            _ => CallToolResult::error(content),
        })
    }
}

/// A program's output, unless it is too long.
async fn taken(from: Option<impl AsyncRead + Unpin>) -> Result<String, String> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        let mut from = from.take(LONGEST as u64 + 1);
        from.read_to_end(&mut bytes)
            .await
            .map_err(|error| format!("cannot read the answer: {error}"))?;
    }
    if bytes.len() > LONGEST {
        return Err(format!(
            "the answer is longer than {} KiB: ask about less of it",
            LONGEST >> 10
        ));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
