//! Engines of databases.

/// Engine and version of a database.
///
/// ```
/// use cumulo::rds::DatabaseInstanceEngine;
/// let postgres = DatabaseInstanceEngine::postgres("16");
/// assert_eq!(postgres.parameter_group_family(), "postgres16");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html>
#[derive(Clone, Debug)]
pub struct DatabaseInstanceEngine {
    engine: &'static str,
    version: String,
    family: String,
    default_username: &'static str,
}

impl DatabaseInstanceEngine {
    /// PostgreSQL, by its full or major version: `16.4`, `16`.
    pub fn postgres(version: impl Into<String>) -> Self {
        Self { default_username: "postgres", ..Self::of("postgres", version.into(), 1) }
    }

    /// MySQL, by its full or minor version: `8.0.36`, `8.0`.
    pub fn mysql(version: impl Into<String>) -> Self {
        Self::of("mysql", version.into(), 2)
    }

    /// MariaDB, by its full or minor version: `11.4.3`, `11.4`.
    pub fn mariadb(version: impl Into<String>) -> Self {
        Self::of("mariadb", version.into(), 2)
    }

    /// `parts`: how many parts of the version name the family of parameters.
    fn of(engine: &'static str, version: String, parts: usize) -> Self {
        let major: Vec<&str> = version.split('.').take(parts).collect();
        let family = format!("{engine}{}", major.join("."));
        Self { engine, version, family, default_username: "admin" }
    }

    /// Its name in RDS.
    pub fn engine_type(&self) -> &'static str {
        self.engine
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Family of its parameter groups.
    pub fn parameter_group_family(&self) -> &str {
        &self.family
    }

    pub(super) fn default_username(&self) -> &'static str {
        self.default_username
    }
}
