//! Workbooks. The package and its XML are read by `calamine`; here stand the bound on what it unpacks to, which sheet is
//! meant, and cells as the text that a person sees: a number shown as `00123` is `00123`. A formula is never computed: the
//! value that was saved with it counts.

use super::{Flow, Sink};
use crate::cells::Row;
use crate::{FileFault, How, Input, Unread, limits};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use std::io::{BufReader, Read, SeekFrom};

type Workbook<'a> = Xlsx<BufReader<&'a mut dyn Input>>;

/// What a look at a workbook shows.
pub(crate) struct Sampled {
    pub(crate) sheet: String,
    pub(crate) sheets: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Unpacks the parts that are going to be read, counting, before anything is built of them.
fn measure(input: &mut dyn Input, length: u64) -> Result<(), FileFault> {
    input.seek(SeekFrom::Start(0)).map_err(|_| FileFault::Unreadable)?;
    let mut package = zip::ZipArchive::new(BufReader::new(input)).map_err(|_| FileFault::NoWorkbook)?;
    if package.len() > limits::PARTS {
        return Err(FileFault::Unpacks);
    }
    let most = limits::UNPACKED_BYTES.min(length.saturating_mul(limits::UNPACKED_TIMES).max(8 << 20));
    let mut left = most;
    let mut buffer = vec![0; 64 << 10];
    for place in 0..package.len() {
        let Ok(mut part) = package.by_index(place) else { return Err(FileFault::NoWorkbook) };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else {
            return Err(FileFault::NoWorkbook);
        };
        // Pictures are never unpacked.
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let mut of_part = if name.contains("worksheets/") { left } else { limits::SHARED_BYTES.min(left) };
        loop {
            let read = part.read(&mut buffer).map_err(|_| FileFault::NoWorkbook)? as u64;
            if read == 0 {
                break;
            }
            if read > of_part {
                return Err(FileFault::Unpacks);
            }
            of_part -= read;
            left -= read;
        }
    }
    Ok(())
}

fn open(input: &mut dyn Input) -> Result<Workbook<'_>, FileFault> {
    input.seek(SeekFrom::Start(0)).map_err(|_| FileFault::Unreadable)?;
    Xlsx::new(BufReader::new(input)).map_err(|error| match error {
        calamine::XlsxError::Password => FileFault::OldExcel,
        _ => FileFault::NoWorkbook,
    })
}

/// Its visible tables.
fn sheets(workbook: &Workbook<'_>) -> Vec<String> {
    let seen = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    workbook.sheets_metadata().iter().filter(seen).map(|sheet| sheet.name.clone()).collect()
}

/// Looks at the sheet of that name, or at the first that holds anything.
pub(crate) fn sample(input: &mut dyn Input, length: u64, wanted: Option<&str>) -> Result<Sampled, FileFault> {
    measure(input, length)?;
    let mut workbook = open(input)?;
    let sheets = sheets(&workbook);
    let candidates: Vec<String> = match wanted {
        Some(wanted) => sheets.iter().filter(|name| name.as_str() == wanted).cloned().collect(),
        None => sheets.clone(),
    };
    let mut found = None;
    for sheet in candidates {
        let mut rows = Vec::new();
        rows_of(&mut workbook, &sheet, &mut |row| {
            if !row.is_blank() {
                rows.push(row.cells.iter().map(str::to_owned).collect());
            }
            Ok(if rows.len() < limits::SAMPLE_ROWS { Flow::Go } else { Flow::Stop })
        })?;
        let is_empty = rows.is_empty();
        if found.is_none() || !is_empty {
            found = Some(Sampled { sheet, sheets: sheets.clone(), rows });
        }
        if !is_empty {
            break;
        }
    }
    found.ok_or(FileFault::NoSheet)
}

/// Reads the rows of the sheet that was looked at.
pub(super) fn read(input: &mut dyn Input, how: &How, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let length = input.seek(SeekFrom::End(0)).map_err(|_| FileFault::Unreadable)?;
    measure(input, length)?;
    let mut workbook = open(input)?;
    let sheet = how.sheet.clone().ok_or(FileFault::NoSheet)?;
    let mut before = how.header_rows;
    let mut last = 0;
    let ended = rows_of(&mut workbook, &sheet, &mut |row| {
        last = row.line;
        if before > 0 {
            // Blank rows were not counted when the header was found.
            before -= usize::from(!row.is_blank());
            return Ok(Flow::Go);
        }
        sink.row(row)
    })?;
    if !ended {
        sink.unread(last + 1, Unread::Broken);
    }
    Ok(())
}

/// Gives the rows of a sheet; whether it was whole. Rows that hold nothing are not there.
fn rows_of(
    workbook: &mut Workbook<'_>,
    sheet: &str,
    each: &mut dyn FnMut(&Row) -> Result<Flow, FileFault>,
) -> Result<bool, FileFault> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|_| FileFault::NoSheet)?;
    let shown = Shown::of(&cells);
    let mut row = Row::default();
    let mut text = String::new();
    loop {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(found)) => found,
            Ok(None) => break,
            Err(_) => {
                if row.line > 0 {
                    each(&row)?;
                }
                return Ok(false);
            }
        };
        let (at, column) = cell.get_position();
        let line = u64::from(at) + 1;
        if line != row.line {
            if line < row.line {
                return Ok(false);
            }
            if row.line > 0 && each(&row)? == Flow::Stop {
                return Ok(true);
            }
            row.begin(line);
        }
        shown.write(cell.get_value(), style, &mut text);
        let column = column as usize;
        if text.is_empty() || column < row.cells.len() {
            continue;
        }
        row.fill_up_to(column);
        row.push(&text);
    }
    if row.line > 0 {
        each(&row)?;
    }
    Ok(true)
}

/// How many digits each style shows at least.
struct Shown(Vec<usize>);

impl Shown {
    fn of<R: Read + std::io::Seek>(cells: &calamine::XlsxCellReader<'_, R>) -> Self {
        let digits = |style: &calamine::Style| {
            let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
            let zeros = code.chars().take_while(|c| *c == '0').count();
            if zeros == code.len() && zeros <= 32 { zeros } else { 0 }
        };
        Self(cells.styles().iter().map(digits).collect())
    }

    /// A cell's text, as people see it.
    fn write(&self, value: &DataRef<'_>, style: usize, text: &mut String) {
        text.clear();
        match value {
            DataRef::Empty | DataRef::Error(_) => {}
            DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => {
                text.push_str(value)
            }
            DataRef::SharedString(value) => text.push_str(value),
            DataRef::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            DataRef::Int(value) => self.number(&value.to_string(), style, text),
            DataRef::Float(value) => self.number(&value.to_string(), style, text),
            DataRef::DateTime(value) => {
                let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
                text.push_str(&format!("{year:04}-{month:02}-{day:02}"));
                if (hour, minute, second) != (0, 0, 0) {
                    text.push_str(&format!(" {hour:02}:{minute:02}:{second:02}"));
                }
            }
        }
    }

    fn number(&self, plain: &str, style: usize, text: &mut String) {
        let wanted = self.0.get(style).copied().unwrap_or(0);
        if plain.bytes().all(|byte| byte.is_ascii_digit()) {
            text.extend(std::iter::repeat_n('0', wanted.saturating_sub(plain.len())));
        }
        text.push_str(plain);
    }
}
