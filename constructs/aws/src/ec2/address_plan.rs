//! How a VPC's addresses are dealt out to its subnets.

use super::SubnetConfiguration;
use crate::Cidr;

/// Why addresses do not suffice or a block is no block.
pub(super) struct PlanError(pub(super) String);

/// One block per group and zone. Blocks with a given size come first, in the order of the groups;
/// the rest is divided evenly among the others, in sizes of powers of two.
pub(super) fn plan(
    block: Cidr,
    groups: &[SubnetConfiguration],
    zones: usize,
) -> Result<Vec<Vec<Cidr>>, PlanError> {
    let mut blocks = vec![Vec::with_capacity(zones); groups.len()];
    let mut free = Allocator { block, next: u64::from(block.first()) };
    for (group, blocks) in groups.iter().zip(&mut blocks) {
        if let Some(mask) = group.cidr_mask {
            *blocks = free.take(&group.name, mask, zones)?;
        }
    }
    let open = groups.iter().filter(|group| group.cidr_mask.is_none()).count() * zones;
    if open == 0 {
        return Ok(blocks);
    }
    let mask = free.even_mask(open)?;
    for (group, blocks) in groups.iter().zip(&mut blocks) {
        if group.cidr_mask.is_none() {
            *blocks = free.take(&group.name, mask, zones)?;
        }
    }
    Ok(blocks)
}

struct Allocator {
    block: Cidr,
    next: u64,
}

impl Allocator {
    fn take(&mut self, group: &str, mask: u8, count: usize) -> Result<Vec<Cidr>, PlanError> {
        if !(16..=28).contains(&mask) {
            return Err(PlanError(format!(
                "the subnets of group `{group}` would be /{mask}; subnets are /16 to /28"
            )));
        }
        (0..count).map(|_| self.one(group, mask)).collect()
    }

    fn one(&mut self, group: &str, mask: u8) -> Result<Cidr, PlanError> {
        let size = 1u64 << (32 - mask);
        let start = self.next.next_multiple_of(size);
        self.next = start + size;
        u32::try_from(start)
            .ok()
            .and_then(|start| Cidr::from_parts(start, mask))
            .filter(|found| self.block.contains(*found))
            .ok_or_else(|| {
                PlanError(format!(
                    "{} has no room for another /{mask} subnet of group `{group}`",
                    self.block
                ))
            })
    }

    /// Mask of the largest blocks of which `count` fit into what is left.
    fn even_mask(&self, count: usize) -> Result<u8, PlanError> {
        let left = (u64::from(self.block.last()) + 1).saturating_sub(self.next);
        let each = left / count as u64;
        match u8::try_from(each.checked_ilog2().unwrap_or(0)) {
            Ok(bits @ 1..=32) => Ok(32 - bits),
            _ => Err(PlanError(format!("{} has no room for {count} more subnets", self.block))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cidr;
    use crate::ec2::SubnetType;

    fn masks(block: Cidr, groups: &[Option<u8>], zones: usize) -> Result<Vec<String>, String> {
        let groups: Vec<SubnetConfiguration> = groups
            .iter()
            .map(|mask| SubnetConfiguration {
                cidr_mask: *mask,
                ..SubnetConfiguration::new("g", SubnetType::Public)
            })
            .collect();
        let blocks = plan(block, &groups, zones).map_err(|error| error.0)?;
        Ok(blocks.into_iter().flatten().map(|block| block.to_string()).collect())
    }

    #[test]
    fn what_is_left_is_divided_evenly() {
        let blocks = masks(cidr!("10.0.0.0/16"), &[Some(24), None, None, Some(20)], 2).unwrap();
        assert_eq!(
            blocks,
            [
                "10.0.0.0/24",
                "10.0.1.0/24",
                "10.0.64.0/19",
                "10.0.96.0/19",
                "10.0.128.0/19",
                "10.0.160.0/19",
                "10.0.16.0/20",
                "10.0.32.0/20"
            ]
        );
    }

    #[test]
    fn a_block_that_is_too_small_is_told() {
        let error = masks(cidr!("10.0.0.0/24"), &[Some(25), Some(25)], 2).unwrap_err();
        assert_eq!(error, "10.0.0.0/24 has no room for another /25 subnet of group `g`");
        let error = masks(cidr!("10.0.0.0/28"), &[None, None], 2).unwrap_err();
        assert_eq!(error, "the subnets of group `g` would be /30; subnets are /16 to /28");
    }
}
