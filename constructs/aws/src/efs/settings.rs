//! How file systems keep and move data.

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$of])* $variant,)*
        }

        impl $name {
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    )*};
}

choices! {
    /// Time without access after which a file moves to a cheaper class of storage.
    LifecyclePolicy {
        /// 1 day.
        After1Day = "AFTER_1_DAY",
        /// 7 days.
        After7Days = "AFTER_7_DAYS",
        /// 14 days.
        After14Days = "AFTER_14_DAYS",
        /// 30 days.
        After30Days = "AFTER_30_DAYS",
        /// 60 days.
        After60Days = "AFTER_60_DAYS",
        /// 90 days.
        After90Days = "AFTER_90_DAYS",
        /// 180 days.
        After180Days = "AFTER_180_DAYS",
        /// 270 days.
        After270Days = "AFTER_270_DAYS",
        /// 365 days.
        After365Days = "AFTER_365_DAYS",
    }

    /// When a file comes back from a cheaper class of storage.
    OutOfInfrequentAccessPolicy {
        /// As soon as it is used.
        After1Access = "AFTER_1_ACCESS",
    }

    /// What a file system is made for; it cannot change.
    PerformanceMode {
        /// Short waits; right for almost all.
        GeneralPurpose = "generalPurpose",
        /// Very many clients, at the price of longer waits.
        MaxIo = "maxIO",
    }

    /// How much data a second a file system moves.
    ThroughputMode {
        /// The more it holds, the more.
        Bursting = "bursting",
        /// As much as is paid for.
        Provisioned = "provisioned",
        /// As much as is needed.
        Elastic = "elastic",
    }

    /// Whether another file system may be copied over this one.
    ReplicationOverwriteProtection {
        /// It may not.
        Enabled = "ENABLED",
        /// It may, and this one can then only be read.
        Disabled = "DISABLED",
    }
}
