//! Lines and columns, computed only when a finding needs them.

use std::sync::OnceLock;

/// Start of each line of a text.
#[derive(Debug, Default)]
pub(crate) struct Lines(OnceLock<Vec<usize>>);

impl Lines {
    /// Line and column of a byte, both from 1; the column counts characters.
    pub(crate) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let starts = self.0.get_or_init(|| {
            let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        });
        let offset = offset.min(text.len());
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts[line - 1];
        let column = String::from_utf8_lossy(&text.as_bytes()[start..offset]).chars().count() + 1;
        (line, column)
    }
}
