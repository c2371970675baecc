//! Values on PostgreSQL's wire.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::value::Value;

type Wrong = Box<dyn Error + Sync + Send>;

/// Whether a result column of this type can be read.
pub(crate) fn is_readable(ty: &Type) -> bool {
    matches!(
        *ty,
        Type::INT8
            | Type::INT4
            | Type::INT2
            | Type::OID
            | Type::BOOL
            | Type::FLOAT8
            | Type::FLOAT4
            | Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::UNKNOWN
            | Type::BYTEA
    )
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Wrong> {
        Ok(match *ty {
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Self::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Int(i16::from_sql(ty, raw)?.into()),
            Type::OID => Self::Int(u32::from_sql(ty, raw)?.into()),
            Type::BOOL => Self::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Self::Real(f32::from_sql(ty, raw)?.into()),
            Type::BYTEA => raw.into(),
            _ => str::from_utf8(raw)?.into(),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Wrong> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        is_readable(ty)
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Wrong> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(int), &Type::INT8) => int.to_sql(ty, out),
            (Self::Int(int), &Type::INT4) => i32::try_from(*int)?.to_sql(ty, out),
            (Self::Int(int), &Type::INT2) => i16::try_from(*int)?.to_sql(ty, out),
            (Self::Int(int), &Type::OID) => u32::try_from(*int)?.to_sql(ty, out),
            #[expect(clippy::cast_precision_loss, reason = "as SQLite does for a REAL column")]
            (Self::Int(int), &Type::FLOAT8) => (*int as f64).to_sql(ty, out),
            (Self::Real(real), &Type::FLOAT8) => real.to_sql(ty, out),
            (
                Self::Text(text),
                &Type::TEXT | &Type::VARCHAR | &Type::BPCHAR | &Type::NAME | &Type::UNKNOWN,
            ) => text.as_str().to_sql(ty, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.as_slice().to_sql(ty, out),
            (Self::Text(text), &Type::TS_VECTOR) => tsvector(text, out),
            _ => Err(format!("a value of kind {} where {ty} is expected", self.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The tokens of the full-text index, a blank between each two, without positions: the form that COPY takes.
fn tsvector(text: &str, out: &mut BytesMut) -> Result<IsNull, Wrong> {
    let tokens = text.split(' ').filter(|token| !token.is_empty());
    out.extend_from_slice(&i32::try_from(tokens.clone().count())?.to_be_bytes());
    for token in tokens {
        out.extend_from_slice(token.as_bytes());
        out.extend_from_slice(&[0, 0, 0]);
    }
    Ok(IsNull::No)
}
