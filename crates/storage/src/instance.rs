//! The instance itself: whether anything has been set up, and settings that it makes once and keeps.

use diesel::prelude::*;

use crate::{
    Connection, Result,
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

/// Keeps a value under a name unless one is there, and gives back the one that is there now.
pub fn setting_or_insert(connection: &mut Connection, name: &str, value: &str) -> Result<String> {
    if let Some(kept) = setting(connection, name)? {
        return Ok(kept);
    }
    diesel::insert_into(instance_settings::table)
        .values((instance_settings::name.eq(name.to_owned()), instance_settings::value.eq(value.to_owned())))
        .execute(connection)?;
    Ok(value.to_owned())
}

/// Keeps a value under a name, replacing what was there.
pub fn keep_setting(connection: &mut Connection, name: &str, value: &str) -> Result<()> {
    let changed = diesel::update(instance_settings::table.find(name.to_owned()))
        .set(instance_settings::value.eq(value.to_owned()))
        .execute(connection)?;
    if changed == 0 {
        setting_or_insert(connection, name, value)?;
    }
    Ok(())
}
