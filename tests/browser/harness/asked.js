// A connection that asks for its token.

/** Where Pivot's token is typed. */
export const token = (page) => page.getByLabel('API token of Pivot demo', { exact: true });

/** Types it, and has it used. */
export async function useToken(page, secret) {
  await token(page).fill(secret);
  await page.getByRole('button', { name: 'Connect' }).click();
}
