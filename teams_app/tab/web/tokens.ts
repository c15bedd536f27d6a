// What a token says of itself; whether it is true is for the API to check.

const SPARE_SECONDS = 60;

/** Whether it will still be good when the request arrives. */
export function isFresh(token: string, now: number): boolean {
  try {
    const body = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    const { exp } = JSON.parse(atob(body)) as { exp?: number };
    return typeof exp === "number" && exp - SPARE_SECONDS > now / 1000;
  } catch {
    return false;
  }
}
