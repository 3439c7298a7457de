//! A proxy on loopback that stands before the endpoint and does to chosen calls what networks and services do.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to a call.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Refused because of too many requests.
    Throttled,
    /// HTTP 503 with a page for people.
    Unavailable,
    /// Refused for lack of rights.
    AccessDenied,
    /// The connection breaks before the call is carried out.
    Reset,
    /// The call is carried out, and the connection breaks before the answer.
    Lost,
    /// Half of the answer arrives.
    Truncated,
    /// Nothing arrives for this time, then the connection breaks.
    Hang(Duration),
}

/// A fault for some calls of an action.
#[derive(Clone, Debug)]
struct Rule {
    action: String,
    /// Calls of the action that it meets, from 1.
    calls: std::ops::RangeInclusive<usize>,
    fault: Fault,
}

/// A running proxy. Its threads end with the test's process.
pub struct Proxy {
    pub url: String,
    calls: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Proxy {
    /// Starts a proxy with faults for these actions and calls (from 1).
    pub fn start(
        upstream: SocketAddr,
        faults: &[(&str, std::ops::RangeInclusive<usize>, Fault)],
    ) -> Proxy {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let calls = Arc::new(Mutex::new(BTreeMap::new()));
        let rules: Arc<[Rule]> = faults
            .iter()
            .map(|(action, calls, fault)| Rule {
                action: (*action).to_owned(),
                calls: calls.clone(),
                fault: *fault,
            })
            .collect();
        let counted = Arc::clone(&calls);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (rules, calls) = (Arc::clone(&rules), Arc::clone(&counted));
                std::thread::spawn(move || serve(stream, upstream, &rules, &calls));
            }
        });
        Proxy { url, calls }
    }

    /// How often the action was called.
    pub fn calls(&self, action: &str) -> usize {
        self.calls.lock().expect("no thread panics with it").get(action).copied().unwrap_or(0)
    }
}

fn serve(
    mut client: TcpStream,
    upstream: SocketAddr,
    rules: &[Rule],
    calls: &Mutex<BTreeMap<String, usize>>,
) {
    let Some(request) = read_request(&mut client) else { return };
    let action = action_of(&request);
    let call = {
        let mut calls = calls.lock().expect("no thread panics with it");
        let count = calls.entry(action.clone()).or_default();
        *count += 1;
        *count
    };
    let rule = rules.iter().find(|rule| rule.action == action && rule.calls.contains(&call));
    let answer = match rule.map(|rule| rule.fault) {
        None => forward(&request, upstream),
        Some(Fault::Throttled) => error(400, "Throttling", "Rate exceeded"),
        Some(Fault::Unavailable) => {
            page(503, "text/html", "<html><body>Service Unavailable</body></html>")
        }
        Some(Fault::AccessDenied) => error(
            403,
            "AccessDenied",
            &format!(
                "User: arn:aws:iam::1:user/ci is not authorized to perform: cloudformation:{action} on resource: *"
            ),
        ),
        Some(Fault::Reset) => Vec::new(),
        Some(Fault::Lost) => {
            forward(&request, upstream);
            Vec::new()
        }
        Some(Fault::Truncated) => {
            let answer = forward(&request, upstream);
            answer[..answer.len() / 2].to_vec()
        }
        Some(Fault::Hang(time)) => {
            std::thread::sleep(time);
            Vec::new()
        }
    };
    // The tool may have left already.
    let _ = client.write_all(&answer);
    let _ = client.shutdown(Shutdown::Both);
}

/// Reads head and body of one request.
fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = client.read(&mut buffer).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&buffer[..read]);
        if let Some(head) = head_length(&request) {
            let length = header(&request[..head], "content-length");
            let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or(0);
            if request.len() >= head + length {
                return Some(request);
            }
        }
    }
}

fn head_length(request: &[u8]) -> Option<usize> {
    request.windows(4).position(|window| window == b"\r\n\r\n").map(|place| place + 4)
}

fn header(head: &[u8], name: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The action of a query request; the method of any other.
fn action_of(request: &[u8]) -> String {
    let text = String::from_utf8_lossy(request);
    let form = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let action = form.split('&').find_map(|field| field.strip_prefix("Action="));
    action.unwrap_or_else(|| text.split(' ').next().unwrap_or_default()).to_owned()
}

/// Sends the request on, and reads the answer to its end.
fn forward(request: &[u8], upstream: SocketAddr) -> Vec<u8> {
    let mut answer = Vec::new();
    let Some(head) = head_length(request) else { return answer };
    let lines = String::from_utf8_lossy(&request[..head - 4]).into_owned();
    let kept = lines.lines().filter(|line| !line.to_lowercase().starts_with("connection:"));
    let mut sent = kept.collect::<Vec<_>>().join("\r\n") + "\r\nConnection: close\r\n\r\n";
    let Ok(mut server) = TcpStream::connect(upstream) else { return answer };
    let body = &request[head..];
    let done = server
        .write_all(std::mem::take(&mut sent).as_bytes())
        .and_then(|()| server.write_all(body))
        .and_then(|()| server.read_to_end(&mut answer));
    if done.is_err() {
        answer.clear();
    }
    answer
}

fn error(status: u16, code: &str, message: &str) -> Vec<u8> {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
    );
    page(status, "text/xml", &body)
}

fn page(status: u16, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Fault\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .into_bytes()
}
