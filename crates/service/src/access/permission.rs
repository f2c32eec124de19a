//! Permissions: one marker type per thing that a caller may be allowed to do, and the facts that doors check for it.
//!
//! A new permission is one entry in [`permissions!`] below. The checks themselves live in `guards`.

use super::Role;

/// The permissions of a platform OAuth client, as bits of its stored number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub enum PlatformPermission {
    /// Read event types.
    EventTypeRead = 1,
    /// Write event types.
    EventTypeWrite = 2,
    /// Read bookings.
    BookingRead = 4,
    /// Write bookings.
    BookingWrite = 8,
    /// Read schedules.
    ScheduleRead = 16,
    /// Write schedules.
    ScheduleWrite = 32,
    /// Read apps.
    AppsRead = 64,
    /// Write apps.
    AppsWrite = 128,
    /// Read profiles.
    ProfileRead = 256,
    /// Write profiles.
    ProfileWrite = 512,
}

impl PlatformPermission {
    /// Every permission, in the order of its bits.
    pub const ALL: [Self; 10] = [
        Self::EventTypeRead,
        Self::EventTypeWrite,
        Self::BookingRead,
        Self::BookingWrite,
        Self::ScheduleRead,
        Self::ScheduleWrite,
        Self::AppsRead,
        Self::AppsWrite,
        Self::ProfileRead,
        Self::ProfileWrite,
    ];

    /// The number that holds every permission.
    pub const EVERY: i64 = 1023;

    /// The name that clients know.
    pub const fn key(self) -> &'static str {
        match self {
            Self::EventTypeRead => "EVENT_TYPE_READ",
            Self::EventTypeWrite => "EVENT_TYPE_WRITE",
            Self::BookingRead => "BOOKING_READ",
            Self::BookingWrite => "BOOKING_WRITE",
            Self::ScheduleRead => "SCHEDULE_READ",
            Self::ScheduleWrite => "SCHEDULE_WRITE",
            Self::AppsRead => "APPS_READ",
            Self::AppsWrite => "APPS_WRITE",
            Self::ProfileRead => "PROFILE_READ",
            Self::ProfileWrite => "PROFILE_WRITE",
        }
    }

    /// The permission with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.key() == key)
    }

    /// Whether a stored number holds this permission.
    pub const fn is_in(self, number: i64) -> bool {
        number & self as i64 != 0
    }

    /// The permissions that a stored number holds.
    pub fn of_number(number: i64) -> Vec<Self> {
        Self::ALL.into_iter().filter(|permission| permission.is_in(number)).collect()
    }

    /// The stored number of a set of permissions.
    pub fn number_of(permissions: &[Self]) -> i64 {
        permissions.iter().fold(0, |number, permission| number | *permission as i64)
    }
}

/// Which scope a third party's token needs for a permission, by door. A door without one is closed to tokens that have
/// scopes at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    /// For one's own things.
    pub own: Option<&'static str>,
    /// For the things of a team.
    pub team: Option<&'static str>,
    /// For the things of an organization.
    pub organization: Option<&'static str>,
    /// For the things of an organization's team.
    pub organization_team: Option<&'static str>,
    /// For the things of an organization's user.
    pub organization_user: Option<&'static str>,
}

impl Scopes {
    /// Closed everywhere.
    pub const NONE: Self =
        Self { own: None, team: None, organization: None, organization_team: None, organization_user: None };

    /// The scope at a door.
    pub const fn at(&self, door: DoorKind) -> Option<&'static str> {
        match door {
            DoorKind::Own => self.own,
            DoorKind::Team => self.team,
            DoorKind::Organization => self.organization,
            DoorKind::OrganizationTeam => self.organization_team,
            DoorKind::OrganizationUser => self.organization_user,
            DoorKind::Platform | DoorKind::Public | DoorKind::MaybeCaller => None,
        }
    }
}

/// `X`, `TEAM_X` and `ORG_X`, each at its doors.
macro_rules! scopes {
    ($scope:literal) => {
        Scopes {
            own: Some($scope),
            team: Some(concat!("TEAM_", $scope)),
            organization: Some(concat!("ORG_", $scope)),
            organization_team: Some(concat!("TEAM_", $scope)),
            organization_user: Some(concat!("ORG_", $scope)),
        }
    };
}

/// The kinds of doors, by the scope of the path that they guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorKind {
    /// The caller's own things.
    Own,
    /// A team named by the path.
    Team,
    /// An organization named by the path.
    Organization,
    /// A team of an organization.
    OrganizationTeam,
    /// A user of an organization.
    OrganizationUser,
    /// A platform, and mostly one of its OAuth clients.
    Platform,
    /// Open to all; credentials are not looked at.
    Public,
    /// Open to all; credentials, when sent, must hold.
    MaybeCaller,
}

impl DoorKind {
    /// The name in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Team => "team",
            Self::Organization => "org",
            Self::OrganizationTeam => "org_team",
            Self::OrganizationUser => "org_user",
            Self::Platform => "platform",
            Self::Public => "public",
            Self::MaybeCaller => "maybe_caller",
        }
    }
}

/// When the platform client's permissions are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermissionCheck {
    /// After authentication: no or unknown credentials are 401.
    AfterAuthentication,
    /// Before it: no credentials, and an unknown token, are 403 as this area's clients know it.
    BeforeAuthentication,
}

/// Which of its two checks the platform door makes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlatformOrder {
    /// The client and whose it is, then the organization and the caller's role in it.
    ClientFirst,
    /// The organization and the caller's role in it, then the client.
    OrganizationFirst,
}

/// Whether an organization-team door looks for the team before it looks at roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamOrder {
    /// Roles first: a member without a role there learns nothing about the team.
    RoleFirst,
    /// The team first: a team of another organization is "not found" for everybody.
    TeamFirst,
}

/// How an organization's team is judged by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizationTeamRole {
    /// The team's role counts; administrators of the organization pass.
    Team(Role),
    /// Only the organization's role counts.
    Organization(Role),
}

/// What doors check for a permission.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// `<area>.read` or `<area>.write`, as in the specification.
    pub name: &'static str,
    /// What a platform OAuth client (and its managed users) must have been given.
    pub platform: Option<PlatformPermission>,
    /// When that is checked.
    pub check: PermissionCheck,
    /// What a third party's token must hold.
    pub scopes: Scopes,
    /// The least role at the door of a team.
    pub team_role: Role,
    /// The least role at the doors of an organization, its users and its platform clients.
    pub organization_role: Role,
    /// The least role at the door of an organization's team.
    pub organization_team_role: OrganizationTeamRole,
    /// What the platform door checks first.
    pub platform_order: PlatformOrder,
    /// What the door of an organization's team checks first.
    pub team_order: TeamOrder,
}

impl Facts {
    /// A permission that asks for the most: administrators only, closed to scoped third parties, no platform bit.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            platform: None,
            check: PermissionCheck::AfterAuthentication,
            scopes: Scopes::NONE,
            team_role: Role::Admin,
            organization_role: Role::Admin,
            organization_team_role: OrganizationTeamRole::Team(Role::Admin),
            platform_order: PlatformOrder::OrganizationFirst,
            team_order: TeamOrder::RoleFirst,
        }
    }

    const fn platform(mut self, permission: PlatformPermission) -> Self {
        self.platform = Some(permission);
        self
    }

    const fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }

    const fn check_first(mut self) -> Self {
        self.check = PermissionCheck::BeforeAuthentication;
        self
    }

    const fn client_first(mut self) -> Self {
        self.platform_order = PlatformOrder::ClientFirst;
        self
    }

    const fn organization_role(mut self, role: Role) -> Self {
        self.organization_role = role;
        self
    }

    const fn team_role(mut self, role: Role) -> Self {
        self.team_role = role;
        self.organization_team_role = OrganizationTeamRole::Team(role);
        self
    }

    const fn organization_team_role(mut self, role: OrganizationTeamRole) -> Self {
        self.organization_team_role = role;
        self
    }

    const fn team_first(mut self) -> Self {
        self.team_order = TeamOrder::TeamFirst;
        self
    }

    /// Whether it is a `.read` permission.
    pub fn reads(&self) -> bool {
        self.name.ends_with(".read")
    }
}

/// Something that a caller may be allowed to do. Implemented only by the markers of this module.
pub trait Permission: Send + Sync + 'static {
    /// What doors check for it.
    const FACTS: Facts;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $marker:ident = $facts:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub enum $marker {}

            impl Permission for $marker {
                const FACTS: Facts = $facts;
            }
        )*

        /// The facts of every permission.
        pub const FACTS: &[Facts] = &[$($marker::FACTS),*];
    };
}

use PlatformPermission as May;

permissions! {
    /// See one's own profile.
    ProfileRead = Facts::new("profile.read").platform(May::ProfileRead).scopes(scopes!("PROFILE_READ"));
    /// Change one's own profile.
    ProfileWrite = Facts::new("profile.write").platform(May::ProfileWrite).scopes(scopes!("PROFILE_WRITE"));
    /// Replace the API key that one calls with.
    ApiKeysWrite = Facts::new("api_keys.write");

    /// See a platform's OAuth clients.
    OauthClientsRead = Facts::new("oauth_clients.read").organization_role(Role::Member);
    /// Create, change and delete a platform's OAuth clients.
    OauthClientsWrite = Facts::new("oauth_clients.write");
    /// See the managed users of a platform's OAuth client.
    ManagedUsersRead = Facts::new("managed_users.read").client_first();
    /// Create, change and delete managed users, and renew their tokens.
    ManagedUsersWrite = Facts::new("managed_users.write").client_first();

    /// See schedules.
    SchedulesRead = Facts::new("schedules.read").platform(May::ScheduleRead)
        .scopes(scopes!("SCHEDULE_READ")).team_first();
    /// Create, change and delete schedules.
    SchedulesWrite = Facts::new("schedules.write").platform(May::ScheduleWrite)
        .scopes(scopes!("SCHEDULE_WRITE")).team_first();

    /// See event types.
    EventTypesRead = Facts::new("event_types.read").platform(May::EventTypeRead)
        .scopes(scopes!("EVENT_TYPE_READ")).check_first();
    /// Create, change and delete event types.
    EventTypesWrite = Facts::new("event_types.write").platform(May::EventTypeWrite)
        .scopes(scopes!("EVENT_TYPE_WRITE")).check_first();

    /// See free slots.
    SlotsRead = Facts::new("slots.read");
    /// Reserve slots.
    SlotsWrite = Facts::new("slots.write");

    /// See bookings.
    BookingsRead = Facts::new("bookings.read").platform(May::BookingRead)
        .scopes(scopes!("BOOKING_READ")).check_first();
    /// Act on bookings as their host.
    BookingsWrite = Facts::new("bookings.write").platform(May::BookingWrite)
        .scopes(scopes!("BOOKING_WRITE")).check_first();

    /// See teams.
    TeamsRead = Facts::new("teams.read").team_role(Role::Member).scopes(Scopes {
        own: Some("TEAM_PROFILE_READ"),
        ..scopes!("PROFILE_READ")
    });
    /// Create, change and delete teams.
    TeamsWrite = Facts::new("teams.write").team_role(Role::Owner)
        .organization_team_role(OrganizationTeamRole::Organization(Role::Admin))
        .scopes(Scopes {
            own: Some("TEAM_PROFILE_WRITE"),
            organization_team: Some("ORG_PROFILE_WRITE"),
            ..scopes!("PROFILE_WRITE")
        });
    /// Create, change and delete organizations.
    OrganizationsWrite = Facts::new("organizations.write");
    /// See memberships.
    MembershipsRead = Facts::new("memberships.read").scopes(scopes!("MEMBERSHIP_READ"));
    /// Create, change and delete memberships.
    MembershipsWrite = Facts::new("memberships.write").scopes(scopes!("MEMBERSHIP_WRITE"));
    /// See an organization's users.
    UsersRead = Facts::new("users.read").scopes(scopes!("MEMBERSHIP_READ"));
    /// Create, change and remove an organization's users.
    UsersWrite = Facts::new("users.write").scopes(scopes!("MEMBERSHIP_WRITE"));
    /// See webhooks.
    WebhooksRead = Facts::new("webhooks.read").scopes(scopes!("WEBHOOK_READ"));
    /// Create, change and delete webhooks.
    WebhooksWrite = Facts::new("webhooks.write").scopes(scopes!("WEBHOOK_WRITE"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_permissions_are_the_same_thing() {
        assert_eq!(PlatformPermission::number_of(&PlatformPermission::ALL), PlatformPermission::EVERY);
        let some = [PlatformPermission::BookingRead, PlatformPermission::ProfileRead];
        let number = PlatformPermission::number_of(&some);
        assert_eq!(number, 260);
        assert_eq!(PlatformPermission::of_number(number), some);
        assert_eq!(PlatformPermission::from_key("APPS_WRITE"), Some(PlatformPermission::AppsWrite));
        assert_eq!(PlatformPermission::from_key("apps_write"), None);
    }
}
