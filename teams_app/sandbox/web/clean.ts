/** Messages are HTML as their authors wrote it; only what is on the list is shown. */

const KEPT = new Set([
  "A", "B", "BLOCKQUOTE", "BR", "CODE", "DIV", "EM", "H1", "H2", "H3", "HR", "I", "LI", "OL", "P", "PRE", "S", "SPAN",
  "STRONG", "SUB", "SUP", "TABLE", "TBODY", "TD", "TH", "THEAD", "TR", "U", "UL",
]);
const DROPPED = new Set([
  "BASE", "BUTTON", "EMBED", "FORM", "HEAD", "IFRAME", "INPUT", "LINK", "MATH", "META", "NOSCRIPT", "OBJECT", "SCRIPT",
  "SELECT", "STYLE", "SVG", "TEMPLATE", "TEXTAREA", "TITLE",
]);
// What the browser would report as against the page's policy, although nothing of it is used.
const TAG = /<[a-z][^>]*>/gi;
const FORBIDDEN = /\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
const LINKS = new Set(["http:", "https:", "mailto:"]);

/** The allowed part of some HTML, as new elements without attributes but the addresses of links. */
export function clean(html: string): DocumentFragment {
  const parsed = new DOMParser().parseFromString(html.replace(TAG, (tag) => tag.replace(FORBIDDEN, "")), "text/html");
  const result = document.createDocumentFragment();
  for (const node of parsed.body.childNodes) copy(node, result);
  return result;
}

/** The same as text, for a library that takes nothing else. */
export function cleanHtml(html: string): string {
  const holder = document.createElement("div");
  holder.append(clean(html));
  return holder.innerHTML;
}

function copy(node: Node, into: Node): void {
  if (node instanceof Text) into.appendChild(document.createTextNode(node.data));
  if (!(node instanceof Element)) return;
  const name = node.nodeName.toUpperCase();
  if (DROPPED.has(name)) return;
  const target = element(node, name);
  for (const child of node.childNodes) copy(child, target ?? into);
  if (target) into.appendChild(target);
}

/** Null where only the content stays. */
function element(node: Element, name: string): HTMLElement | null {
  if (name === "AT") {
    const mention = document.createElement("span");
    mention.className = "mention";
    return mention;
  }
  if (!KEPT.has(name)) return null;
  const made = document.createElement(name);
  if (made instanceof HTMLAnchorElement) {
    const address = safeAddress(node.getAttribute("href"));
    if (!address) return null;
    made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return made;
}

function safeAddress(href: string | null): string | null {
  const url = href ? URL.parse(href) : null;
  return url && LINKS.has(url.protocol) ? url.href : null;
}
