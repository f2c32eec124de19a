"""A first session with the generated Python client: a platform makes a managed user, who reads its own profile and
schedules. Every module of the client is imported first. Arguments: address, client id, client secret."""

import importlib
import pkgutil
import sys

import openhours_client
from openhours_client import AuthenticatedClient, Client
from openhours_client.api.deprecated_platform_managed_users import create_managed_user
from openhours_client.api.me import get_me
from openhours_client.api.schedules import list_schedules
from openhours_client.models.create_managed_user import CreateManagedUser

for module in pkgutil.walk_packages(openhours_client.__path__, "openhours_client."):
    importlib.import_module(module.name)

address, client_id, secret = sys.argv[1:]

platform = Client(base_url=address).with_headers({"x-cal-secret-key": secret})
body = CreateManagedUser(email="python@example.com", name="Py Thon", time_zone="Europe/Rome")
made = create_managed_user.sync_detailed(client_id, client=platform, body=body)
assert made.status_code == 201, made
data = made.parsed.data

person = AuthenticatedClient(base_url=address, token=data.access_token)
me = get_me.sync_detailed(client=person)
assert me.status_code == 200, me
assert (me.parsed.data.id, me.parsed.data.time_zone) == (data.user.id, "Europe/Rome"), me.parsed

schedules = list_schedules.sync_detailed(client=person)
assert schedules.status_code == 200, schedules
assert [schedule.is_default for schedule in schedules.parsed.data] == [True], schedules.parsed

refused = get_me.sync_detailed(client=Client(base_url=address))
assert refused.status_code == 401 and refused.parsed.status == "error", refused
