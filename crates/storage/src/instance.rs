//! The instance itself: whether anything has been set up, and settings that it makes once and keeps.

use diesel::prelude::*;

use crate::{
    Connection, Result, dialect,
    schema::{instance_settings, users},
};

/// Whether nobody has ever been created: the first start.
pub fn is_empty(connection: &mut Connection) -> Result<bool> {
    let has_users: bool =
        diesel::select(diesel::dsl::exists(users::table.select(users::id))).get_result(connection)?;
    Ok(!has_users)
}

/// The value kept under this name.
pub fn setting(connection: &mut Connection, name: &str) -> Result<Option<String>> {
    Ok(instance_settings::table
        .find(name.to_owned())
        .select(instance_settings::value)
        .first(connection)
        .optional()?)
}

/// Keeps a value under a name unless one is there, and gives back the one that is there now. Of several that come at
/// once, in one process or many, the first is kept.
pub fn setting_or_insert(connection: &mut Connection, name: &str, value: &str) -> Result<String> {
    if let Some(kept) = setting(connection, name)? {
        return Ok(kept);
    }
    dialect::insert_setting(connection, name, value)?;
    Ok(setting(connection, name)?.unwrap_or_else(|| value.to_owned()))
}

/// Keeps a number under a name if it is higher than the one that is there, whoever else does so at the same time.
pub(crate) fn raise_setting(connection: &mut Connection, name: &str, number: i64) -> Result<()> {
    dialect::raise_setting(connection, name, &number.to_string())
}
