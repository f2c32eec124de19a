//! Doors: who may call. Every handler takes one first; it reads the credentials and the path's owners, asks the
//! service's access rules, and hands the proof to the room. What a caller may do is decided there, not here.

mod knock;

use crate::call::{Call, Template};
use crate::describe::Description;
use crate::error::ApiError;
use actix_web::web;
use openhours_service::access::{self, Access, Caller, DoorKind, Facts, Permission, Visit};
use openhours_service::{App, Error};
use std::marker::PhantomData;
use std::sync::Arc;

/// Something that stands first in a handler and says who may call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a door",
    note = "the first argument of a handler is one of Own, Team, Org, OrgTeam, OrgUser, Platform, Public, MaybeCaller"
)]
pub trait Door: Sized + 'static {
    /// Which kind it is.
    const KIND: DoorKind;
    /// The parameters of the path that it reads.
    const READS: &'static [&'static str];

    /// What it asks for.
    fn facts() -> Option<Facts>;
    /// Lets the call in or refuses it.
    fn open(call: &Call) -> impl Future<Output = Result<Self, ApiError>>;

    /// Describes the parameters that it reads, those that the path has.
    fn describe_path(template: &Template, description: &mut Description) {
        for name in template.names_without(&[]) {
            if Self::READS.contains(&name) {
                description.add_parameter(knock::parameter_of(name));
            }
        }
    }
}

/// A door that demands permission `P` for the owner that its place names.
pub struct Guarded<Place, P> {
    app: Arc<App>,
    access: Access<P>,
    place: PhantomData<Place>,
}

/// Which owner a guarded door is for.
pub trait Place: 'static {
    /// The kind of door.
    const KIND: DoorKind;
    /// The parameters of the path that name the owner.
    const READS: &'static [&'static str];
}

macro_rules! places {
    ($($(#[$doc:meta])* $door:ident($place:ident) = $kind:ident, $reads:expr;)*) => {
        $(
            #[doc = concat!("The owner at the door [`", stringify!($door), "`].")]
            pub enum $place {}

            impl Place for $place {
                const KIND: DoorKind = DoorKind::$kind;
                const READS: &'static [&'static str] = $reads;
            }

            $(#[$doc])*
            pub type $door<P> = Guarded<$place, P>;
        )*
    };
}

places! {
    /// The caller's own things.
    Own(OwnPlace) = Own, &[];
    /// The things of the team `{teamId}`.
    Team(TeamPlace) = Team, &["teamId"];
    /// The things of the organization `{orgId}`.
    Org(OrganizationPlace) = Organization, &["orgId"];
    /// The things of the team `{teamId}` of the organization `{orgId}`.
    OrgTeam(OrganizationTeamPlace) = OrganizationTeam, &["orgId", "teamId"];
    /// The things of the user `{userId}` of the organization `{orgId}`.
    OrgUser(OrganizationUserPlace) = OrganizationUser, &["orgId", "userId"];
    /// The things of the platform OAuth client `{clientId}`, or of the caller's platform where the path names none.
    Platform(PlatformPlace) = Platform, &["clientId"];
}

impl<L: Place, P: Permission> Guarded<L, P> {
    /// Runs a room on the blocking pool, with the proof that the door gave.
    pub async fn run<T, Room>(self, room: Room) -> Result<T, ApiError>
    where
        T: Send + 'static,
        Room: FnOnce(&App, &Access<P>) -> Result<T, Error> + Send + 'static,
    {
        let Self { app, access, .. } = self;
        Ok(web::block(move || room(&app, &access)).await??)
    }

    /// Who is calling.
    pub fn caller(&self) -> &Caller {
        self.access.caller()
    }

    /// The proof, for what the answer says about the owner.
    pub fn access(&self) -> &Access<P> {
        &self.access
    }
}

impl<L: Place, P: Permission> Door for Guarded<L, P> {
    const KIND: DoorKind = L::KIND;
    const READS: &'static [&'static str] = L::READS;

    fn facts() -> Option<Facts> {
        Some(P::FACTS)
    }

    async fn open(call: &Call) -> Result<Self, ApiError> {
        let app = call.app();
        let knock = knock::of(call, L::KIND);
        let inside = Arc::clone(&app);
        let access = web::block(move || access::admit::<P>(&inside, L::KIND, &knock)).await??;
        Ok(Self { app, access, place: PhantomData })
    }
}

/// Open to all; credentials are not looked at.
pub struct Public {
    app: Arc<App>,
}

impl Public {
    /// Runs a room on the blocking pool.
    pub async fn run<T, Room>(self, room: Room) -> Result<T, ApiError>
    where
        T: Send + 'static,
        Room: FnOnce(&App) -> Result<T, Error> + Send + 'static,
    {
        let Self { app } = self;
        Ok(web::block(move || room(&app)).await??)
    }
}

impl Door for Public {
    const KIND: DoorKind = DoorKind::Public;
    const READS: &'static [&'static str] = &[];

    fn facts() -> Option<Facts> {
        None
    }

    async fn open(call: &Call) -> Result<Self, ApiError> {
        Ok(Self { app: call.app() })
    }
}

/// Open to all; credentials, when sent, must hold, and the room learns who is calling.
pub struct MaybeCaller<P> {
    app: Arc<App>,
    visit: Visit<P>,
}

impl<P: Permission> MaybeCaller<P> {
    /// Runs a room on the blocking pool.
    pub async fn run<T, Room>(self, room: Room) -> Result<T, ApiError>
    where
        T: Send + 'static,
        Room: FnOnce(&App, &Visit<P>) -> Result<T, Error> + Send + 'static,
    {
        let Self { app, visit } = self;
        Ok(web::block(move || room(&app, &visit)).await??)
    }

    /// Who is calling, if they said.
    pub fn caller(&self) -> Option<&Caller> {
        self.visit.caller()
    }
}

impl<P: Permission> Door for MaybeCaller<P> {
    const KIND: DoorKind = DoorKind::MaybeCaller;
    const READS: &'static [&'static str] = &[];

    fn facts() -> Option<Facts> {
        Some(P::FACTS)
    }

    async fn open(call: &Call) -> Result<Self, ApiError> {
        let app = call.app();
        let credentials = knock::of(call, DoorKind::MaybeCaller).credentials;
        let inside = Arc::clone(&app);
        let visit = web::block(move || access::visit::<P>(&inside, &credentials)).await??;
        Ok(Self { app, visit })
    }
}
