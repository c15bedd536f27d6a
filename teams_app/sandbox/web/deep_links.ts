/**
 * Links that lead into the app's tab.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application
 */

export interface TabTarget {
  entityId: string;
  subEntityId: string;
  channelId?: string;
  chatId?: string;
}

/** Where a link leads within the app; null when it leads elsewhere. */
export function tabTarget(link: string, appId: string): TabTarget | null {
  const url = URL.parse(link);
  const parts = url?.pathname.split("/") ?? [];
  const isOurs = url?.hostname === "teams.microsoft.com" && parts[1] === "l" && parts[2] === "entity" && parts[3] === appId;
  if (!url || !isOurs) return null;
  const context = contextOf(url.searchParams.get("context"));
  return {
    entityId: decodeURIComponent(parts[4] ?? ""),
    subEntityId: text(context["subEntityId"]),
    ...(context["channelId"] ? { channelId: text(context["channelId"]) } : {}),
    ...(context["chatId"] ? { chatId: text(context["chatId"]) } : {}),
  };
}

function contextOf(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
