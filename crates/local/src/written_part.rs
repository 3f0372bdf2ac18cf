//! Documents with one part written by a program, and the rest by people.

use anyhow::{Context, Result};

use crate::workspace;

/// The part of a document between two marks.
#[derive(Clone, Copy, Debug)]
pub struct WrittenPart {
    /// The document, in the workspace.
    pub file: &'static str,
    /// The line before the part.
    pub begin: &'static str,
    /// The line after it.
    pub end: &'static str,
}

impl WrittenPart {
    /// Rewrites the part. The rest of the document stays unchanged.
    ///
    /// # Errors
    /// When the document cannot be read or written, or lacks a mark.
    pub fn write(&self, part: &str) -> Result<()> {
        let text = self.read_with(part)?;
        std::fs::write(workspace::root().join(self.file), text)
            .with_context(|| format!("cannot write {}", self.file))
    }

    /// Checks that the document has the marks.
    ///
    /// # Errors
    /// When the document cannot be read or lacks a mark.
    pub fn find(&self) -> Result<()> {
        self.read_with("").map(drop)
    }

    fn read_with(&self, part: &str) -> Result<String> {
        let text = std::fs::read_to_string(workspace::root().join(self.file))
            .with_context(|| format!("cannot read {}", self.file))?;
        self.replaced(&text, part).with_context(|| format!("in {}", self.file))
    }

    /// The document with the part replaced.
    ///
    /// # Errors
    /// When a mark is missing.
    pub fn replaced(&self, text: &str, part: &str) -> Result<String> {
        let Self { begin, end, .. } = self;
        let (before, rest) = text.split_once(begin).context("the first mark is missing")?;
        let (_, after) = rest.split_once(end).context("the second mark is missing")?;
        Ok(format!("{before}{begin}\n\n{part}\n{end}{after}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULTS: WrittenPart =
        WrittenPart { file: "results.md", begin: "<!-- results -->", end: "<!-- end -->" };

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let WrittenPart { begin, end, .. } = RESULTS;
        let text = format!("before\n{begin}\nold\n{end}\nafter\n");
        let new = RESULTS.replaced(&text, "new").unwrap();
        assert_eq!(new, format!("before\n{begin}\n\nnew\n{end}\nafter\n"));
        assert_eq!(RESULTS.replaced(&new, "new").unwrap(), new);
        assert!(RESULTS.replaced("no marks", "new").is_err());
        assert!(RESULTS.replaced(begin, "new").is_err());
    }
}
