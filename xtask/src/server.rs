//! The reference server as `demo` and the end-to-end tests start it.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// Which stores a server is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stores {
    /// The embedded one alone: a quicker build.
    Embedded,
    /// All.
    All,
}

/// Builds the server for development and returns its program.
pub(crate) fn build(workspace: &Workspace, stores: Stores) -> Result<PathBuf> {
    let features: &[&str] = match stores {
        Stores::Embedded => &["--no-default-features"],
        Stores::All => &[],
    };
    process::run_quietly(&mut workspace.cargo(&[&["build", "--package", "guard-server"], features].concat()))?;
    Ok(workspace.target("debug/guard-server"))
}

/// A port that can be listened on: the wanted one, or any free one for 0.
pub(crate) fn choose_port(address: IpAddr, wanted: u16) -> Result<u16> {
    match TcpListener::bind((address, wanted)) {
        Ok(listener) => Ok(listener.local_addr().context("could not find a free port")?.port()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("port {wanted} is in use; choose another with `--port N`, or any free one with `--port 0`")
        }
        Err(error) => Err(error).with_context(|| format!("could not listen on {address}, port {wanted}")),
    }
}

/// The address by which other machines in the network reach this one.
pub(crate) fn lan_address() -> Result<IpAddr> {
    // Nothing is sent: connecting a datagram socket only asks the system which way it would go.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).context("could not open a socket")?;
    let found = socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).and_then(|()| socket.local_addr());
    match found {
        Ok(address) if !address.ip().is_unspecified() && !address.ip().is_loopback() => Ok(address.ip()),
        _ => bail!("this machine has no address in a network; leave `--lan` out, or connect it to one"),
    }
}

/// Whether the server answers `GET /healthz` with 200.
pub(crate) fn healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<Vec<u8>> {
        let limit = Duration::from_secs(2);
        let mut stream = TcpStream::connect_timeout(&address, limit)?;
        stream.set_read_timeout(Some(limit))?;
        stream
            .write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut status = vec![0; 12];
        stream.read_exact(&mut status)?;
        Ok(status)
    };
    ask().is_ok_and(|status| status.ends_with(b" 200"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_a_clear_error() -> Result<()> {
        let localhost = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let taken = TcpListener::bind((localhost, 0))?;
        let port = taken.local_addr()?.port();
        let error = choose_port(localhost, port).expect_err("the port is taken").to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
        assert_ne!(choose_port(localhost, 0)?, 0);
        Ok(())
    }

    #[test]
    fn health_is_status_200() -> Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let server = std::thread::spawn(move || -> std::io::Result<()> {
            for answer in ["HTTP/1.1 503 No\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"] {
                let (mut stream, _) = listener.accept()?;
                let mut request = [0; 512];
                let _ = stream.read(&mut request)?;
                stream.write_all(answer.as_bytes())?;
            }
            Ok(())
        });
        assert!(!healthy(address));
        assert!(healthy(address));
        assert!(server.join().is_ok_and(|result| result.is_ok()));
        assert!(!healthy(address), "nobody listens any more");
        Ok(())
    }
}
