//! Engines of databases.

use crate::secretsmanager::SecretRotationApplication;

/// What is known of an engine in one of its versions.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    engine: &'static str,
    version: String,
    major_version: String,
    family: String,
    default_username: &'static str,
    proxy_family: Option<&'static str>,
    single_user: SecretRotationApplication,
    multi_user: SecretRotationApplication,
}

/// An engine of databases, of instances of their own or of clusters.
pub trait DatabaseEngine {
    #[doc(hidden)]
    fn facts(&self) -> EngineFacts<'_>;

    /// Its name in RDS.
    fn engine_type(&self) -> &'static str {
        self.facts().0.engine
    }

    /// Family of its parameter groups.
    fn parameter_group_family(&self) -> &str {
        &self.facts().0.family
    }
}

/// What the constructs of this module know of an engine.
#[derive(Clone, Copy, Debug)]
pub struct EngineFacts<'a>(&'a Facts);

impl<'a> EngineFacts<'a> {
    pub(super) fn major_version(self) -> &'a str {
        &self.0.major_version
    }

    /// Name of the first user where the program gives none.
    pub(super) fn default_username(self) -> &'static str {
        self.0.default_username
    }

    /// Its name for proxies, which not all engines have.
    pub(super) fn proxy_family(self) -> Option<&'static str> {
        self.0.proxy_family
    }

    pub(super) fn single_user_rotation(self) -> SecretRotationApplication {
        self.0.single_user
    }

    pub(super) fn multi_user_rotation(self) -> SecretRotationApplication {
        self.0.multi_user
    }
}

/// Engine and version of a database on an instance of its own.
///
/// ```
/// use cumulo::rds::{DatabaseEngine, DatabaseInstanceEngine};
/// let postgres = DatabaseInstanceEngine::postgres("16");
/// assert_eq!(postgres.parameter_group_family(), "postgres16");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html>
#[derive(Clone, Debug)]
pub struct DatabaseInstanceEngine(Facts);

macro_rules! oracle_and_sql_server {
    ($($method:ident, $engine:literal, $kind:ident, $doc:literal;)*) => {
        impl DatabaseInstanceEngine {
            $(
                #[doc = $doc]
                pub fn $method(version: impl Into<String>) -> Self {
                    Self::$kind($engine, version.into())
                }
            )*
        }
    };
}

oracle_and_sql_server! {
    oracle_se2, "oracle-se2", oracle, "Oracle Standard Edition 2, by its full version or `19`.";
    oracle_se2_cdb, "oracle-se2-cdb", oracle, "Oracle Standard Edition 2 as a container database.";
    oracle_ee, "oracle-ee", oracle, "Oracle Enterprise Edition, by its full version or `19`.";
    oracle_ee_cdb, "oracle-ee-cdb", oracle, "Oracle Enterprise Edition as a container database.";
    sql_server_ex, "sqlserver-ex", sql_server, "SQL Server Express Edition, by its full version, such as `15.00.4236.7.v1`.";
    sql_server_web, "sqlserver-web", sql_server, "SQL Server Web Edition.";
    sql_server_se, "sqlserver-se", sql_server, "SQL Server Standard Edition.";
    sql_server_ee, "sqlserver-ee", sql_server, "SQL Server Enterprise Edition.";
}

impl DatabaseInstanceEngine {
    /// PostgreSQL, by its full or major version: `16.4`, `16`.
    pub fn postgres(version: impl Into<String>) -> Self {
        let version = version.into();
        // Until 9.6 a major version had two parts.
        let parts = if version.starts_with("9.") { 2 } else { 1 };
        let major = first(&version, parts);
        Self(Facts::postgres("postgres", version, major))
    }

    /// MySQL, by its full or minor version: `8.0.36`, `8.0`.
    pub fn mysql(version: impl Into<String>) -> Self {
        let version = version.into();
        let major = first(&version, 2);
        Self(Facts::mysql("mysql", version, major))
    }

    /// MariaDB, by its full or minor version: `11.4.3`, `11.4`.
    pub fn mariadb(version: impl Into<String>) -> Self {
        let version = version.into();
        let major = first(&version, 2);
        Self(Facts {
            single_user: SecretRotationApplication::MARIADB_ROTATION_SINGLE_USER,
            multi_user: SecretRotationApplication::MARIADB_ROTATION_MULTI_USER,
            ..Facts::mysql("mariadb", version, major)
        })
    }

    fn oracle(engine: &'static str, version: String) -> Self {
        let major = first(&version, 1);
        Self(Facts {
            family: format!("{engine}-{major}"),
            proxy_family: None,
            single_user: SecretRotationApplication::ORACLE_ROTATION_SINGLE_USER,
            multi_user: SecretRotationApplication::ORACLE_ROTATION_MULTI_USER,
            ..Facts::mysql(engine, version, major)
        })
    }

    fn sql_server(engine: &'static str, version: String) -> Self {
        let major = first(&version, 2);
        // The families have one digit less: `15.00` belongs to `15.0`.
        let family =
            major.strip_suffix('0').filter(|short| !short.ends_with('.')).unwrap_or(&major);
        Self(Facts {
            family: format!("{engine}-{family}"),
            proxy_family: Some("SQLSERVER"),
            single_user: SecretRotationApplication::SQLSERVER_ROTATION_SINGLE_USER,
            multi_user: SecretRotationApplication::SQLSERVER_ROTATION_MULTI_USER,
            ..Facts::mysql(engine, version, major)
        })
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.0.version
    }
}

impl DatabaseEngine for DatabaseInstanceEngine {
    fn facts(&self) -> EngineFacts<'_> {
        EngineFacts(&self.0)
    }
}

/// Engine and version of an Aurora cluster.
///
/// ```
/// use cumulo::rds::{DatabaseClusterEngine, DatabaseEngine};
/// let postgres = DatabaseClusterEngine::aurora_postgres("16.4");
/// assert_eq!(postgres.parameter_group_family(), "aurora-postgresql16");
/// let mysql = DatabaseClusterEngine::aurora_mysql("8.0.mysql_aurora.3.08.0");
/// assert_eq!(mysql.parameter_group_family(), "aurora-mysql8.0");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.VersionPolicy.html>
#[derive(Clone, Debug)]
pub struct DatabaseClusterEngine(Facts);

impl DatabaseClusterEngine {
    /// Aurora with PostgreSQL, by its full or major version: `16.4`, `16`.
    pub fn aurora_postgres(version: impl Into<String>) -> Self {
        let version = version.into();
        let parts = if version.starts_with("9.") { 2 } else { 1 };
        let major = first(&version, parts);
        Self(Facts::postgres("aurora-postgresql", version, major))
    }

    /// Aurora with MySQL, by its full version `8.0.mysql_aurora.3.08.0`, or Aurora's part of it, `3.08.0`.
    pub fn aurora_mysql(version: impl Into<String>) -> Self {
        let version = version.into();
        let version = match version.split('.').next() {
            Some("2") => format!("5.7.mysql_aurora.{version}"),
            Some("3") => format!("8.0.mysql_aurora.{version}"),
            _ => version,
        };
        let major = first(&version, 2);
        Self(Facts::mysql("aurora-mysql", version, major))
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.0.proxy_family == Some("POSTGRESQL")
    }
}

impl DatabaseEngine for DatabaseClusterEngine {
    fn facts(&self) -> EngineFacts<'_> {
        EngineFacts(&self.0)
    }
}

impl Facts {
    fn postgres(engine: &'static str, version: String, major: String) -> Self {
        Self {
            default_username: "postgres",
            proxy_family: Some("POSTGRESQL"),
            single_user: SecretRotationApplication::POSTGRES_ROTATION_SINGLE_USER,
            multi_user: SecretRotationApplication::POSTGRES_ROTATION_MULTI_USER,
            ..Self::mysql(engine, version, major)
        }
    }

    fn mysql(engine: &'static str, version: String, major_version: String) -> Self {
        Self {
            family: format!("{engine}{major_version}"),
            engine,
            version,
            major_version,
            default_username: "admin",
            proxy_family: Some("MYSQL"),
            single_user: SecretRotationApplication::MYSQL_ROTATION_SINGLE_USER,
            multi_user: SecretRotationApplication::MYSQL_ROTATION_MULTI_USER,
        }
    }
}

/// The first parts of a version.
fn first(version: &str, parts: usize) -> String {
    let parts: Vec<&str> = version.split('.').take(parts).collect();
    parts.join(".")
}
