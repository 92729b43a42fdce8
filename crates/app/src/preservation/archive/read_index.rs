//! Reading an index that [`super::index`] has written: one element on each line.

/// What an index says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ReadIndex {
    /// The id of the package.
    pub package: String,
    /// The hash of the index before.
    pub previous_sha256: Option<String>,
    pub report_sha256: Option<String>,
    pub receipts: Vec<ReadEntry>,
}

/// A receipt in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadEntry {
    pub id: String,
    pub path: String,
    pub sha256: String,
}

/// The text of a line that is one element, without what is around it.
fn element<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let line = line.strip_prefix('<')?.strip_prefix(name)?;
    let (_, line) = line.split_once('>')?;
    line.strip_suffix('>')?.strip_suffix(name)?.strip_suffix("</")
}

/// Reads an index; None if it is not one.
pub(super) fn read(text: &str) -> Option<ReadIndex> {
    let mut index = ReadIndex::default();
    let (mut volume, mut source, mut file) = (false, false, None::<(String, String)>);
    let mut is_whole = false;
    for line in text.lines().map(str::trim) {
        match line {
            "<sincro:PVolume>" => volume = true,
            "</sincro:PVolume>" => volume = false,
            "<sincro:PIndexSource>" => source = true,
            "</sincro:PIndexSource>" => source = false,
            "</sincro:File>" => file = None,
            "</sincro:PIndex>" => is_whole = true,
            _ if line.starts_with("<sincro:File ") => file = Some(Default::default()),
            _ => {}
        }
        if let Some(text) = element(line, "sincro:ID") {
            if let Some((id, _)) = &mut file {
                text.clone_into(id);
            } else if volume {
                text.clone_into(&mut index.package);
            }
        } else if let Some(text) = element(line, "sincro:Path") {
            if let Some((_, path)) = &mut file {
                text.clone_into(path);
            }
        } else if let Some(text) = element(line, "sincro:Hash") {
            match &file {
                Some((_, path)) if path == super::facts::REPORT_PATH => {
                    index.report_sha256 = Some(text.to_owned());
                }
                Some((id, path)) => index.receipts.push(ReadEntry {
                    id: id.clone(),
                    path: path.clone(),
                    sha256: text.to_owned(),
                }),
                None if source => index.previous_sha256 = Some(text.to_owned()),
                None => return None,
            }
        }
    }
    is_whole.then_some(index)
}
