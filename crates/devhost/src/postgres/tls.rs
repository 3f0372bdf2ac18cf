//! TLS to Postgres: whose certificates are trusted.

use std::sync::{Arc, LazyLock};

use anyhow::Result;
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The system's roots, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, as with OpenSSL, which
/// Spin uses. What cannot be read vouches for nobody.
static SYSTEM: LazyLock<RootCertStore> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
});

/// A certificate that vouches for a server, from the component that connects to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root(CertificateDer<'static>);

impl Root {
    /// Reads the first certificate of a text in PEM.
    pub fn parse(pem: &str) -> Result<Self> {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes())?;
        RootCertStore::empty().add(certificate.clone())?;
        Ok(Self(certificate))
    }
}

/// Encrypts connections to servers for which the system's roots or `root` vouch, by the name in the
/// address.
pub fn connector(root: Option<Root>) -> Result<MakeRustlsConnect> {
    let mut roots = SYSTEM.clone();
    if let Some(Root(certificate)) = root {
        roots.add(certificate)?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
