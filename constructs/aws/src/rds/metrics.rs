//! Metrics and events of databases.

use super::{DatabaseCluster, DatabaseInstance};
use crate::cloudwatch::Metric;
use crate::events::{EventPattern, Rule};

impl DatabaseInstance {
    /// A rule that runs with every event of the database that fits a pattern.
    #[track_caller]
    pub fn on_event(&self, id: &str, pattern: EventPattern) -> Rule {
        let rule = Rule::builder(self, id).event_pattern(pattern).build();
        let of_database = EventPattern::new().source(["aws.rds"]);
        rule.add_event_pattern(of_database.resources([self.instance_arn()]));
        rule
    }

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

    /// Deadlocks a second.
    pub fn metric_deadlocks(&self) -> Metric {
        self.metric("Deadlocks")
    }

    /// How long the engine has been running, seconds.
    pub fn metric_engine_uptime(&self) -> Metric {
        self.metric("EngineUptime")
    }

    /// Storage of the instances themselves that is free, bytes.
    pub fn metric_free_local_storage(&self) -> Metric {
        self.metric("FreeLocalStorage")
    }

    /// What clients send, bytes a second.
    pub fn metric_network_receive_throughput(&self) -> Metric {
        self.metric("NetworkReceiveThroughput")
    }

    /// What clients send and get, bytes a second.
    pub fn metric_network_throughput(&self) -> Metric {
        self.metric("NetworkThroughput")
    }

    /// What clients get, bytes a second.
    pub fn metric_network_transmit_throughput(&self) -> Metric {
        self.metric("NetworkTransmitThroughput")
    }

    /// What snapshots take beyond the time for which backups are kept, bytes.
    pub fn metric_snapshot_storage_used(&self) -> Metric {
        self.metric("SnapshotStorageUsed")
    }

    /// What backups take and is billed, bytes.
    pub fn metric_total_backup_storage_billed(&self) -> Metric {
        self.metric("TotalBackupStorageBilled")
    }

    /// What the data takes, bytes.
    pub fn metric_volume_bytes_used(&self) -> Metric {
        self.metric("VolumeBytesUsed")
    }
}
