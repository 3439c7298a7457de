//! How much memory instances have for tasks.

use crate::ec2::InstanceType;

/// MiB of memory of instances of this type; `None` for families whose sizes are not regular.
fn total(instance_type: &InstanceType) -> Option<u32> {
    let (family, size) = instance_type.name().split_once('.')?;
    let mut letters = family.chars();
    let (class, generation) = (letters.next()?, letters.next()?.to_digit(10)?);
    if family == "c5n" {
        return None;
    }
    // GiB of the size `large`, which has two processors.
    let large = match (class, generation) {
        ('t', _) => 8,
        ('m', 5..) => 8,
        ('c', 5..) => 4,
        ('r', 5..) => 16,
        _ => return None,
    };
    let large = large * 1024;
    Some(match size {
        "nano" => large / 16,
        "micro" => large / 8,
        "small" => large / 4,
        "medium" => large / 2,
        "large" => large,
        "xlarge" => large * 2,
        more => large * 2 * more.strip_suffix("xlarge")?.parse::<u32>().ok()?,
    })
}

/// MiB of memory that tasks get on an instance of this type, about: the system and the agent keep the rest.
pub(super) fn for_tasks(instance_type: &InstanceType) -> Option<u32> {
    total(instance_type).map(|total| (total - total / 16).saturating_sub(64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_families_have_known_memory() {
        let known = |name: &str| total(&InstanceType::new(name));
        assert_eq!(known("t3.micro"), Some(1024));
        assert_eq!(known("t4g.nano"), Some(512));
        assert_eq!(known("m7g.large"), Some(8192));
        assert_eq!(known("c5.9xlarge"), Some(72 * 1024));
        assert_eq!(known("r6i.2xlarge"), Some(64 * 1024));
        for irregular in ["c5n.large", "x2gd.large", "m4.large", "m5.metal", "nonsense"] {
            assert_eq!(known(irregular), None, "{irregular}");
        }
    }

    #[test]
    fn the_system_keeps_some_memory() {
        assert_eq!(for_tasks(&InstanceType::new("t3.micro")), Some(896));
    }
}
