//! TLS versions and ciphers of listeners.

use crate::Expr;

/// TLS versions and ciphers of a listener.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SslPolicy {
    /// TLS 1.3 and 1.2 with post-quantum key exchange.
    #[default]
    RecommendedTlsPq,
    /// TLS 1.3 and 1.2.
    RecommendedTls,
    /// TLS 1.3 only.
    Tls13Only,
    /// TLS 1.3 only, with post-quantum key exchange.
    Tls13OnlyPq,
    /// TLS 1.3 and 1.2, with forward secrecy and strong ciphers only.
    Tls13Res,
    /// TLS 1.3 and 1.2, with forward secrecy, strong ciphers and post-quantum key exchange.
    Tls13ResPq,
    /// TLS 1.3 and 1.2, also with ciphers without forward secrecy.
    Tls13Ext1,
    /// [`SslPolicy::Tls13Ext1`] with post-quantum key exchange.
    Tls13Ext1Pq,
    /// TLS 1.3 and 1.2 with all their ciphers, also weak ones.
    Tls13Ext2,
    /// [`SslPolicy::Tls13Ext2`] with post-quantum key exchange.
    Tls13Ext2Pq,
    /// TLS 1.3 to 1.1.
    Tls13To11,
    /// TLS 1.3 to 1.0.
    Tls13To10,
    /// TLS 1.3 to 1.0, with post-quantum key exchange.
    Tls13To10Pq,
    /// TLS 1.3 only, by a module validated for FIPS 140-3.
    FipsTls13Only,
    /// [`SslPolicy::FipsTls13Only`] with post-quantum key exchange.
    FipsTls13OnlyPq,
    /// TLS 1.3 and 1.2, by a module validated for FIPS 140-3.
    FipsTls12,
    /// [`SslPolicy::FipsTls12`] with post-quantum key exchange.
    FipsTls12Pq,
    /// [`SslPolicy::FipsTls12`] with strong ciphers only.
    FipsTls12Res,
    /// [`SslPolicy::FipsTls12Res`] with post-quantum key exchange.
    FipsTls12ResPq,
    /// TLS 1.2 with forward secrecy and GCM ciphers only.
    ForwardSecrecyTls12ResGcm,
    /// TLS 1.2 with forward secrecy and strong ciphers only.
    ForwardSecrecyTls12Res,
    /// TLS 1.2 with forward secrecy.
    ForwardSecrecyTls12,
    /// TLS 1.2 and 1.1 with forward secrecy.
    ForwardSecrecyTls11,
    /// TLS 1.2 to 1.0 with forward secrecy.
    ForwardSecrecy,
    /// TLS 1.2 with strong and weak ciphers, for old clients.
    Tls12,
    /// TLS 1.2 with all its ciphers.
    Tls12Ext,
    /// TLS 1.2 and 1.1.
    Tls11,
    /// AWS's default of 2016, with TLS 1.0.
    Recommended2016,
    /// TLS 1.0 with ciphers of 2015, for clients that know nothing newer.
    Legacy,
    /// A policy by its name.
    Custom(String),
}

impl SslPolicy {
    pub(super) fn name(&self) -> Expr {
        Expr::from(match self {
            SslPolicy::RecommendedTlsPq => "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
            SslPolicy::RecommendedTls => "ELBSecurityPolicy-TLS13-1-2-2021-06",
            SslPolicy::Tls13Only => "ELBSecurityPolicy-TLS13-1-3-2021-06",
            SslPolicy::Tls13OnlyPq => "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
            SslPolicy::Tls13Res => "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            SslPolicy::Tls13ResPq => "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            SslPolicy::Tls13Ext1 => "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
            SslPolicy::Tls13Ext1Pq => "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
            SslPolicy::Tls13Ext2 => "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
            SslPolicy::Tls13Ext2Pq => "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
            SslPolicy::Tls13To11 => "ELBSecurityPolicy-TLS13-1-1-2021-06",
            SslPolicy::Tls13To10 => "ELBSecurityPolicy-TLS13-1-0-2021-06",
            SslPolicy::Tls13To10Pq => "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09",
            SslPolicy::FipsTls13Only => "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
            SslPolicy::FipsTls13OnlyPq => "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
            SslPolicy::FipsTls12 => "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
            SslPolicy::FipsTls12Pq => "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
            SslPolicy::FipsTls12Res => "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
            SslPolicy::FipsTls12ResPq => "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
            SslPolicy::ForwardSecrecyTls12ResGcm => "ELBSecurityPolicy-FS-1-2-Res-2020-10",
            SslPolicy::ForwardSecrecyTls12Res => "ELBSecurityPolicy-FS-1-2-Res-2019-08",
            SslPolicy::ForwardSecrecyTls12 => "ELBSecurityPolicy-FS-1-2-2019-08",
            SslPolicy::ForwardSecrecyTls11 => "ELBSecurityPolicy-FS-1-1-2019-08",
            SslPolicy::ForwardSecrecy => "ELBSecurityPolicy-FS-2018-06",
            SslPolicy::Tls12 => "ELBSecurityPolicy-TLS-1-2-2017-01",
            SslPolicy::Tls12Ext => "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
            SslPolicy::Tls11 => "ELBSecurityPolicy-TLS-1-1-2017-01",
            SslPolicy::Recommended2016 => "ELBSecurityPolicy-2016-08",
            SslPolicy::Legacy => "ELBSecurityPolicy-TLS-1-0-2015-04",
            SslPolicy::Custom(name) => return Expr::from(name.clone()),
        })
    }
}
