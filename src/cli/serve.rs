//! Serves one page over HTTP on the loopback address, and notifies browsers when it changes.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use argmap::shown;

use super::CliError;

/// The maximum size of a request in bytes, and how long reading it may take.
const MOST_REQUEST: usize = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

/// Maximum number of connections served at once.
const MOST_CONNECTIONS: usize = 64;

/// How often a waiting page hears that the server is still running.
const PULSE: Duration = Duration::from_secs(10);

/// A server of one page.
#[derive(Debug)]
pub(crate) struct PageServer {
    listener: TcpListener,
    local: SocketAddr,
    shown: Mutex<ServedPage>,
    changed: Condvar,
    connections: AtomicUsize,
}

/// The page that is shown, and its number, which no earlier page had.
#[derive(Debug)]
struct ServedPage {
    page: Arc<str>,
    number: u64,
}

impl PageServer {
    /// Listens on a port of the loopback address, or on any free port if `port` is 0.
    pub(crate) fn bind(port: u16) -> Result<Self, CliError> {
        let told = |error: io::Error| {
            CliError::with_help(
                shown!("cannot listen on port {}: {}", port, error.to_string()),
                "name another port, or none: `argmap view`",
            )
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(told)?;
        let local = listener.local_addr().map_err(told)?;
        // Numbers start at the current time, so that pages of an earlier server on this port have lower ones.
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let number = since.map_or(0, |since| since.as_secs() << 16);
        Ok(Self {
            listener,
            local,
            shown: Mutex::new(ServedPage {
                page: "".into(),
                number,
            }),
            changed: Condvar::new(),
            connections: AtomicUsize::new(0),
        })
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/", self.local)
    }

    /// The number that the next page will have.
    pub(crate) fn next(&self) -> u64 {
        self.lock().number + 1
    }

    /// Shows another page from now on.
    pub(crate) fn show(&self, page: String) {
        let mut shown = self.lock();
        shown.page = page.into();
        shown.number += 1;
        self.changed.notify_all();
    }

    /// Starts serving, with a thread for each connection.
    pub(crate) fn start(self: &Arc<Self>) {
        let server = Arc::clone(self);
        std::thread::spawn(move || {
            for stream in server.listener.incoming().filter_map(Result::ok) {
                if server.connections.fetch_add(1, Ordering::Relaxed) >= MOST_CONNECTIONS {
                    server.connections.fetch_sub(1, Ordering::Relaxed);
                    continue;
                }
                let server = Arc::clone(&server);
                std::thread::spawn(move || {
                    // The client may have gone.
                    let _ = server.answer(stream);
                    server.connections.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, ServedPage> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let (status, said) = match read(&mut stream)? {
            Err(refused) => refused,
            Ok(request) if !self.is_own_name(&request.host) => {
                ("421 Misdirected Request", "This server has another name.\n")
            }
            Ok(request) => match request.path.as_str() {
                "/" => {
                    let page = Arc::clone(&self.lock().page);
                    return respond(&mut stream, "200 OK", "text/html; charset=utf-8", &page);
                }
                "/changes" => return self.tell(&mut stream),
                _ => ("404 Not Found", "There is nothing here.\n"),
            },
        };
        respond(&mut stream, status, "text/plain; charset=utf-8", said)
    }

    /// Whether a request is meant for this server. Another name may lead here by DNS rebinding.
    fn is_own_name(&self, host: &str) -> bool {
        let port = self.local.port();
        let (name, given) = host.rsplit_once(':').unwrap_or((host, "80"));
        matches!(name, "127.0.0.1" | "localhost") && given.parse() == Ok(port)
    }

    /// Sends the page's number, now and whenever it changes, until the client is gone (server-sent events).
    fn tell(&self, stream: &mut TcpStream) -> io::Result<()> {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                    X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n";
        stream.write_all(head.as_bytes())?;
        let mut told = None;
        loop {
            let number = {
                let mut shown = self.lock();
                if told == Some(shown.number) {
                    let waited = self.changed.wait_timeout(shown, PULSE);
                    shown = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                shown.number
            };
            if told == Some(number) {
                stream.write_all(b":\n\n")?;
            } else {
                stream.write_all(format!("data: {number}\n\n").as_bytes())?;
                told = Some(number);
            }
        }
    }
}

/// What a client asks for.
struct Request {
    path: String,
    host: String,
}

/// Reads a request. If it is not one that this server answers, returns the error to send instead.
fn read(stream: &mut TcpStream) -> io::Result<Result<Request, (&'static str, &'static str)>> {
    const BAD: (&str, &str) = ("400 Bad Request", "This is not a request.\n");
    let mut bytes = Vec::new();
    let mut chunk = [0; 2048];
    loop {
        let count = stream.read(&mut chunk)?;
        bytes.extend(chunk.get(..count).unwrap_or_default());
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&bytes) {
            Ok(httparse::Status::Complete(_)) => {
                if request.method != Some("GET") {
                    return Ok(Err(("405 Method Not Allowed", "Only GET is answered.\n")));
                }
                let mut hosts = request
                    .headers
                    .iter()
                    .filter(|header| header.name.eq_ignore_ascii_case("host"));
                let (Some(host), None) = (hosts.next(), hosts.next()) else {
                    return Ok(Err(BAD));
                };
                // Ignore what follows a `?`: an editor's browser uses that to mark its requests.
                let path = request.path.unwrap_or_default();
                let path = path.split_once('?').map_or(path, |(path, _)| path);
                return Ok(Ok(Request {
                    path: path.to_owned(),
                    host: String::from_utf8_lossy(host.value).into_owned(),
                }));
            }
            Ok(httparse::Status::Partial) if count > 0 && bytes.len() < MOST_REQUEST => {}
            _ => return Ok(Err(BAD)),
        }
    }
}

/// Who may show the page in a frame: pages from this machine, and VS Code, whose windows have their own schemes.
const FRAMED_BY: &str = "'self' http://127.0.0.1:* http://localhost:* vscode-webview: vscode-file:";

fn respond(stream: &mut TcpStream, status: &str, kind: &str, body: &str) -> io::Result<()> {
    let allow = if status.starts_with("405") {
        "Allow: GET\r\n"
    } else {
        ""
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{allow}Cache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: frame-ancestors {FRAMED_BY}\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}
