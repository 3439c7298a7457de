//! AWS Certificate Manager: certificates for TLS.

mod certificate;
mod private_certificate;

pub use certificate::{Certificate, CertificateValidation, KeyAlgorithm};
pub use private_certificate::PrivateCertificate;
