//! Tables: every CSV and Parquet file of a dataset folder, with its provenance.

use crate::dataset::RawTable;
use crate::dataset::TableSource;
use crate::error::Problem;
use crate::error::Result;
use crate::language::Text;
use crate::load::csv;
use crate::load::descriptor;
use crate::load::files;
use crate::load::files::Folder;
use crate::load::parquet;
use crate::load::text;
use crate::validate;
use crate::validate::finding;
use crate::validate::nearest;

/// Name of the descriptor of a dataset.
pub(crate) const DESCRIPTOR: &str = "datapackage.json";

/// What dataset folders hold.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// The tables that could be read.
    pub(crate) read: Vec<RawTable>,
    /// Their provenance.
    pub(crate) sources: Vec<TableSource>,
    /// What is wrong with the files.
    pub(crate) problems: Vec<Problem>,
    /// Names of tables that could not be read at all.
    pub(crate) unread: Vec<String>,
}

impl Tables {
    /// Reads every table of the dataset in `relative`, a folder seen from `folder`.
    ///
    /// # Errors
    /// [`crate::error::Error::Read`] if a listed file cannot be read.
    pub(crate) fn read_folder(&mut self, folder: &mut Folder, relative: &str) -> Result<()> {
        let Some(names) = folder.list(relative) else {
            self.problems.push(no_folder(&folder.name(relative)));
            // What the folder was to hold is not told missing once more.
            self.unread.extend(validate::table_names().map(str::to_owned));
            return Ok(());
        };
        for name in &names {
            let path = files::tidy(&std::path::Path::new(relative).join(name));
            match name.rsplit_once('.') {
                _ if name == DESCRIPTOR => {
                    self.read_descriptor(folder, (&path, relative), &names)?;
                }
                Some((stem, "csv" | "parquet")) => self.read_table(folder, &path, stem)?,
                Some((_, ending)) => self.other_file(&folder.name(&path), ending),
                None => {}
            }
        }
        Ok(())
    }

    /// Reads one table; its name is that of its file.
    ///
    /// # Errors
    /// [`crate::error::Error::Read`] if the file cannot be read.
    pub(crate) fn read_table(&mut self, folder: &mut Folder, path: &str, stem: &str) -> Result<()> {
        let bytes = folder.read(path)?;
        let file = folder.name(path);
        let is_parquet = path.rsplit_once('.').is_some_and(|(_, ending)| ending == "parquet");
        let table = if is_parquet {
            parquet::read(&file, stem, &bytes)
        } else {
            csv::read(&file, stem, &bytes)
        };
        match table {
            Ok(table) => self.read.push(table),
            Err(problem) => {
                self.unread.push(stem.to_owned());
                self.problems.push(*problem);
            }
        }
        Ok(())
    }

    fn read_descriptor(
        &mut self,
        folder: &mut Folder,
        (path, relative): (&str, &str),
        names: &[String],
    ) -> Result<()> {
        let bytes = folder.read(path)?;
        let file = folder.name(path);
        let dataset = relative.rsplit('/').next().unwrap_or(relative);
        match text::decode(&file, &bytes) {
            Ok(text) => {
                let at = (file.as_str(), text);
                self.sources.extend(descriptor::read(at, (dataset, names), &mut self.problems));
            }
            Err(problem) => self.problems.push(*problem),
        }
        Ok(())
    }

    /// A workbook or a misspelt ending is worth a word; notes beside the tables are not.
    fn other_file(&mut self, file: &str, ending: &str) {
        let spreadsheet = ["xlsx", "xls", "xlsm", "ods", "tsv", "txt"].contains(&ending);
        let stem = file.rsplit(['/']).next().and_then(|name| name.split('.').next());
        let names: Vec<&str> = validate::table_names().collect();
        let near = nearest::nearest(stem.unwrap_or(""), names);
        if spreadsheet && !near.is_empty() {
            self.problems.push(finding::warning(
                "not-a-table",
                finding::place(file, 0, ""),
                format!(".{ending}"),
                Text::new("tệp .csv hoặc .parquet", "a .csv or .parquet file"),
                Text::new(
                    "Tệp này không được đọc: lưu thành «CSV UTF-8».",
                    "The file is not read: save it as “CSV UTF-8”.",
                ),
            ));
        }
    }
}

fn no_folder(folder: &str) -> Problem {
    finding::error(
        "missing-folder",
        finding::place(folder, 0, ""),
        "",
        Text::new("một thư mục dữ liệu", "a dataset folder"),
        Text::new(
            "Sửa danh sách datasets trong model.toml, hoặc tạo thư mục.",
            "Correct the list of datasets in model.toml, or make the folder.",
        ),
    )
}
