//! Writes a map as tables in Parquet (<https://parquet.apache.org>): the same tables as in CSV, with typed columns.

use std::io;
use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::Part;
use super::tables::{ColumnKind, ExportTable, TableCell, tables};

/// A table as a binary file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableFile {
    /// The file's name, such as `claims.parquet`.
    pub name: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

/// The tables `claims.parquet`, `steps.parquet`, `relations.parquet` and `questions.parquet`. Linear in the map, apart
/// from the search for its quotations.
///
/// # Errors
///
/// If a table is larger than the format can hold.
pub fn parquet(part: Part<'_>) -> io::Result<Vec<TableFile>> {
    let file = |table: ExportTable| {
        let bytes = written(&table).map_err(io::Error::other)?;
        let name = format!("{}.parquet", table.name);
        Ok(TableFile { name, bytes })
    };
    tables(part).into_iter().map(file).collect()
}

fn written(table: &ExportTable) -> Result<Vec<u8>> {
    let columns = table.columns.iter();
    let columns = columns.map(|&(name, kind)| Ok(Arc::new(column(name, kind)?)));
    let schema = Type::group_type_builder(table.name).with_fields(columns.collect::<Result<_>>()?);
    let properties = WriterProperties::builder().set_created_by("argmap".to_owned());
    let mut writer = SerializedFileWriter::new(
        Vec::new(),
        Arc::new(schema.build()?),
        Arc::new(properties.build()),
    )?;
    let mut group = writer.next_row_group()?;
    for (place, (_, kind)) in table.columns.iter().enumerate() {
        let cells = table.rows.iter().filter_map(|row| row.get(place));
        match kind {
            ColumnKind::Text => fill::<ByteArrayType>(&mut group, cells, |cell| match cell {
                TableCell::Text(text) => Some(ByteArray::from(text.as_str())),
                _ => None,
            }),
            ColumnKind::Flag => fill::<BoolType>(&mut group, cells, |cell| match cell {
                TableCell::Flag(flag) => Some(*flag),
                _ => None,
            }),
            ColumnKind::Count => fill::<Int64Type>(&mut group, cells, |cell| match cell {
                TableCell::Count(count) => Some(i64::from(*count)),
                _ => None,
            }),
            ColumnKind::Number => fill::<DoubleType>(&mut group, cells, |cell| match cell {
                TableCell::Number(number) => Some(*number),
                _ => None,
            }),
        }?;
    }
    group.close()?;
    writer.into_inner()
}

fn column(name: &str, kind: ColumnKind) -> Result<Type> {
    let (physical, means) = match kind {
        ColumnKind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
        ColumnKind::Flag => (Physical::BOOLEAN, ConvertedType::NONE),
        ColumnKind::Count => (Physical::INT64, ConvertedType::NONE),
        ColumnKind::Number => (Physical::DOUBLE, ConvertedType::NONE),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_converted_type(means)
        .build()
}

/// Writes the next column: its values, and which cells have one.
fn fill<'c, D: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    cells: impl Iterator<Item = &'c TableCell>,
    value: impl Fn(&TableCell) -> Option<D::T>,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    let mut values = Vec::new();
    let mut levels = Vec::new();
    for cell in cells {
        let value = value(cell);
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
    column
        .typed::<D>()
        .write_batch(&values, Some(&levels), None)?;
    column.close()
}
