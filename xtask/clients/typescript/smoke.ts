// A first session with the generated TypeScript client: a platform makes a managed user, who reads its own profile and
// schedules. Arguments: address, client id, client secret.
import assert from 'node:assert/strict';
import { createClient } from './client/client/index.js';
import { createManagedUser, getMe, listSchedules } from './client/index.js';

const [baseUrl, clientId, secret] = process.argv.slice(2);
assert(baseUrl && clientId && secret, 'arguments: address, client id, client secret');

const platform = createClient({
  baseUrl,
  auth: (scheme) => (scheme.name === 'x-cal-secret-key' ? secret : undefined),
});
const made = await createManagedUser({
  client: platform,
  path: { clientId },
  body: { email: 'typescript@example.com', name: 'Type Script', timeZone: 'Europe/Rome' },
  throwOnError: true,
});
const { user, accessToken } = made.data.data;

const person = createClient({
  baseUrl,
  auth: (scheme) => (scheme.scheme === 'bearer' ? accessToken : undefined),
});
const me = await getMe({ client: person, throwOnError: true });
assert.equal(me.data.data.id, user.id);
assert.equal(me.data.data.timeZone, 'Europe/Rome');

const schedules = await listSchedules({ client: person, throwOnError: true });
assert.deepEqual(schedules.data.data.map((schedule) => schedule.isDefault), [true]);

const refused = await getMe({ client: createClient({ baseUrl }) });
assert.equal(refused.response?.status, 401);
assert.equal(refused.error?.status, 'error');
