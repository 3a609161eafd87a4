// Pivot as it really is, asked behind the console's back.

const statusPath = (name) => `/api/v1/user-statuses/${encodeURIComponent(name)}`;
const userPath = (name) => `/api/v1/users/${encodeURIComponent(name)}`;

/** The status that Pivot holds for `name`, or undefined where it holds none. */
export async function statusOf(console, name) {
  const { status, body } = await console.api('GET', statusPath(name));
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`the status of ${name}: ${status} ${JSON.stringify(body)}`);
  return body.userStatuses[0];
}

/** Sets a status that exists. */
export const setStatus = (console, status) => console.ask('POST', statusPath(status.name), { userStatus: status });

/** Adds a user. It has no status until someone gives it one. */
export const addUser = (console, user) => console.ask('POST', userPath(user.name), { user });
