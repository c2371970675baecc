//! How connections to PostgreSQL are encrypted, and whose server it has to be. The words are those of libpq:
//!
//! | `sslmode` | encrypted | the server's certificate |
//! |---|---|---|
//! | `disable` | never | |
//! | `prefer`, or nothing | when the server can | is not looked at |
//! | `require` | always | is not looked at; with `sslrootcert` as `verify-ca` |
//! | `verify-ca` | always | comes from an authority in the file `sslrootcert` |
//! | `verify-full` | always | comes from there, else from one that the system trusts, and names the host |
//!
//! A socket of the machine itself is never encrypted: nobody is between.

use std::path::Path;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use postgres::Config;
use postgres::config::{Host, SslMode};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::raw::words;

/// What is asked of the server's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// Nothing.
    Nothing,
    /// That it comes from an authority in a file.
    Authority(String),
    /// That it names the host too; without a file it comes from an authority that the system trusts.
    Host(Option<String>),
}

/// Reads an address: how to connect, and how to encrypt.
pub(super) fn read(address: &str) -> Result<(Config, MakeRustlsConnect), String> {
    let (rest, mode, roots) = split(address);
    let (mode, asked) = decide(mode.as_deref(), roots)?;
    let mut config: Config = rest.parse().map_err(|error| words(&error))?;
    let remote = config.get_hosts().iter().any(|host| !matches!(host, Host::Unix(_)));
    config.ssl_mode(if remote { mode } else { SslMode::Disable });
    Ok((config, connector(&asked)?))
}

/// Takes out of an address what it says of encryption, which the driver knows in part only: the rest, `sslmode`, `sslrootcert`.
fn split(address: &str) -> (String, Option<String>, Option<String>) {
    let url = address.contains("://");
    let (head, pairs, between) = match address.split_once('?') {
        Some((head, pairs)) if url => (head, pairs, "&"),
        _ if url => return (address.to_owned(), None, None),
        _ => ("", address, " "),
    };
    let said = |value: &str| match url {
        true => percent_decode_str(value).decode_utf8_lossy().into_owned(),
        false => value.trim_matches('\'').to_owned(),
    };
    let (mut mode, mut roots) = (None, None);
    let rest: Vec<&str> = pairs
        .split(between)
        .filter(|pair| match pair.split_once('=') {
            Some(("sslmode", value)) => {
                mode = Some(said(value));
                false
            }
            Some(("sslrootcert", value)) => {
                roots = Some(said(value));
                false
            }
            _ => true,
        })
        .collect();
    let rest = rest.join(between);
    let rest = if url && !rest.is_empty() { format!("{head}?{rest}") } else { format!("{head}{rest}") };
    (rest, mode, roots)
}

fn decide(mode: Option<&str>, roots: Option<String>) -> Result<(SslMode, Asked), String> {
    const SYSTEM: &str = "system";
    let public = roots.as_deref() == Some(SYSTEM);
    Ok(match (mode, roots) {
        (Some("verify-full"), roots) => {
            (SslMode::Require, Asked::Host(roots.filter(|roots| roots != SYSTEM)))
        }
        (Some("require" | "verify-ca"), Some(_)) if public => {
            return Err("sslrootcert=system wants sslmode=verify-full: authorities of the system give certificates to anybody, so the host has to be compared".to_owned());
        }
        (Some("require" | "verify-ca"), Some(file)) => (SslMode::Require, Asked::Authority(file)),
        (Some("verify-ca"), None) => {
            return Err("sslmode=verify-ca wants sslrootcert=FILE, the authority that the server's certificate comes from".to_owned());
        }
        (None | Some("disable" | "prefer"), Some(_)) => {
            return Err("sslrootcert counts with sslmode=verify-full, verify-ca or require alone".to_owned());
        }
        (Some("require"), None) => (SslMode::Require, Asked::Nothing),
        (None | Some("prefer"), None) => (SslMode::Prefer, Asked::Nothing),
        (Some("disable"), None) => (SslMode::Disable, Asked::Nothing),
        (Some(other), _) => {
            return Err(format!("sslmode={other}: it is disable, prefer, require, verify-ca or verify-full"));
        }
    })
}

fn connector(asked: &Asked) -> Result<MakeRustlsConnect, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let unnamed = |authorities| {
        let check = Unnamed { authorities, provider: Arc::clone(&provider) };
        builder.clone().dangerous().with_custom_certificate_verifier(Arc::new(check)).with_no_client_auth()
    };
    let mut config = match asked {
        Asked::Nothing => unnamed(None),
        Asked::Authority(file) => unnamed(Some(authorities(file)?)),
        Asked::Host(file) => {
            let authorities = match file {
                Some(file) => authorities(file)?,
                None => of_the_system()?,
            };
            builder.with_root_certificates(authorities).with_no_client_auth()
        }
    };
    // What PostgreSQL 17 wants to hear with sslnegotiation=direct.
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

/// The authorities in a file.
fn authorities(file: &str) -> Result<RootCertStore, String> {
    let wrong = |what: &dyn std::fmt::Display| format!("sslrootcert={file}: {what}");
    let mut all = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(Path::new(file)).map_err(|error| wrong(&error))? {
        all.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
    }
    if all.is_empty() { Err(wrong(&"no certificate in it")) } else { Ok(all) }
}

/// The authorities that the system trusts.
fn of_the_system() -> Result<RootCertStore, String> {
    let found = rustls_native_certs::load_native_certs();
    let mut all = RootCertStore::empty();
    all.add_parsable_certificates(found.certs);
    if all.is_empty() {
        return Err(
            "this system names no authorities that it trusts: name a file with sslrootcert".to_owned()
        );
    }
    Ok(all)
}

/// Takes a server for what it says whatever its name is: any server, or one with a certificate from one of the authorities.
#[derive(Debug)]
struct Unnamed {
    authorities: Option<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Unnamed {
    fn verify_server_cert(
        &self,
        server: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Some(authorities) = &self.authorities {
            let server = ParsedCertificate::try_from(server)?;
            let all = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&server, authorities, between, now, all)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        server: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, server, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        server: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, server, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(address: &str) -> Result<(SslMode, Asked), String> {
        let (_, mode, roots) = split(address);
        decide(mode.as_deref(), roots)
    }

    #[test]
    fn what_an_address_says_of_encryption_is_taken_out_of_it() {
        for (address, rest, mode, roots) in [
            ("postgres://u:p@h/d", "postgres://u:p@h/d", None, None),
            ("postgres://u:p@h/d?sslmode=require", "postgres://u:p@h/d", Some("require"), None),
            (
                "postgresql://h?connect_timeout=2&sslrootcert=%2Fa%20b.pem&sslmode=verify-full&user=u",
                "postgresql://h?connect_timeout=2&user=u",
                Some("verify-full"),
                Some("/a b.pem"),
            ),
            (
                "host=h  user=u sslmode=verify-ca sslrootcert='/ca.pem' password='a  b'",
                "host=h  user=u password='a  b'",
                Some("verify-ca"),
                Some("/ca.pem"),
            ),
        ] {
            let expected = (rest.to_owned(), mode.map(str::to_owned), roots.map(str::to_owned));
            assert_eq!(split(address), expected, "{address}");
        }
    }

    #[test]
    fn whose_certificate_it_has_to_be_is_decided_by_both_words() {
        let file = || "/ca.pem".to_owned();
        for (said, decision) in [
            ("", (SslMode::Prefer, Asked::Nothing)),
            ("sslmode=disable", (SslMode::Disable, Asked::Nothing)),
            ("sslmode=prefer", (SslMode::Prefer, Asked::Nothing)),
            ("sslmode=require", (SslMode::Require, Asked::Nothing)),
            ("sslmode=require&sslrootcert=/ca.pem", (SslMode::Require, Asked::Authority(file()))),
            ("sslmode=verify-ca&sslrootcert=/ca.pem", (SslMode::Require, Asked::Authority(file()))),
            ("sslmode=verify-full&sslrootcert=/ca.pem", (SslMode::Require, Asked::Host(Some(file())))),
            ("sslmode=verify-full&sslrootcert=system", (SslMode::Require, Asked::Host(None))),
            ("sslmode=verify-full", (SslMode::Require, Asked::Host(None))),
        ] {
            assert_eq!(decided(&format!("postgres://h/d?{said}")), Ok(decision), "{said}");
        }
        for (said, why) in [
            ("sslmode=allow", "sslmode=allow: it is disable"),
            ("sslmode=verify-ca", "wants sslrootcert"),
            ("sslmode=verify-ca&sslrootcert=system", "wants sslmode=verify-full"),
            ("sslmode=require&sslrootcert=system", "wants sslmode=verify-full"),
            ("sslrootcert=/ca.pem", "counts with"),
            ("sslmode=disable&sslrootcert=/ca.pem", "counts with"),
        ] {
            let refused = decided(&format!("postgres://h/d?{said}")).unwrap_err();
            assert!(refused.contains(why), "{said}: {refused}");
        }
    }

    #[test]
    fn a_socket_of_the_machine_is_not_encrypted_and_a_file_without_authorities_is_told() {
        let mode = |address: &str| read(address).map(|(config, _)| config.get_ssl_mode());
        assert_eq!(mode("postgres:///d?host=/tmp&sslmode=require"), Ok(SslMode::Disable));
        assert_eq!(mode("postgres://h/d"), Ok(SslMode::Prefer));
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("ca.pem");
        let refused = || {
            let address = format!("postgres://h/d?sslmode=verify-full&sslrootcert={}", file.display());
            read(&address).err().unwrap()
        };
        assert!(refused().contains("ca.pem"), "{}", refused());
        std::fs::write(&file, "none").unwrap();
        assert!(refused().contains("no certificate in it"), "{}", refused());
    }
}
