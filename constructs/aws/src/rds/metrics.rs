//! Metrics of databases.

use super::{DatabaseCluster, DatabaseInstance};
use crate::cloudwatch::Metric;

impl DatabaseInstance {
    /// One of the database's metrics, by its name; its average over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/RDS", name)
            .dimension("DBInstanceIdentifier", self.instance_identifier())
            .attached_to(self)
    }

    /// How busy its processor is, percent.
    pub fn metric_cpu_utilization(&self) -> Metric {
        self.metric("CPUUtilization")
    }

    /// Connections that are open.
    pub fn metric_database_connections(&self) -> Metric {
        self.metric("DatabaseConnections")
    }

    /// Storage that is free, bytes.
    pub fn metric_free_storage_space(&self) -> Metric {
        self.metric("FreeStorageSpace")
    }

    /// Memory that is free, bytes.
    pub fn metric_freeable_memory(&self) -> Metric {
        self.metric("FreeableMemory")
    }

    /// Reads from the disk, a second.
    pub fn metric_read_iops(&self) -> Metric {
        self.metric("ReadIOPS")
    }

    /// Writes to the disk, a second.
    pub fn metric_write_iops(&self) -> Metric {
        self.metric("WriteIOPS")
    }
}

impl DatabaseCluster {
    /// One of the cluster's metrics, by its name; its average over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/RDS", name)
            .dimension("DBClusterIdentifier", self.cluster_identifier())
            .attached_to(self)
    }

    /// How busy its processors are, percent.
    pub fn metric_cpu_utilization(&self) -> Metric {
        self.metric("CPUUtilization")
    }

    /// Connections that are open.
    pub fn metric_database_connections(&self) -> Metric {
        self.metric("DatabaseConnections")
    }

    /// Memory that is free, bytes.
    pub fn metric_freeable_memory(&self) -> Metric {
        self.metric("FreeableMemory")
    }

    /// Capacity of serverless instances, in units of about 2 GiB of memory.
    pub fn metric_serverless_database_capacity(&self) -> Metric {
        self.metric("ServerlessDatabaseCapacity")
    }

    /// How much of the most capacity is in use, percent.
    pub fn metric_acu_utilization(&self) -> Metric {
        self.metric("ACUUtilization")
    }

    /// Reads from the storage in five minutes.
    pub fn metric_volume_read_iops(&self) -> Metric {
        self.metric("VolumeReadIOPs")
    }

    /// Writes to the storage in five minutes.
    pub fn metric_volume_write_iops(&self) -> Metric {
        self.metric("VolumeWriteIOPs")
    }
}
