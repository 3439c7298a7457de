//! AWS Certificate Manager: certificates for TLS.

mod certificate;

pub use certificate::{Certificate, CertificateValidation, KeyAlgorithm};
