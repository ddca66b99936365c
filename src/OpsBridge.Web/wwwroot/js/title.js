// Puts the number of unhandled alerts before the title, whatever page sets it. The text node is changed in place: it belongs to the server's tree.
let wanted = 0;
const prefix = /^\(\d+\) /;
function write() {
  // Blazor keeps comments of its own beside the text.
  const node = [...document.querySelector('title')?.childNodes ?? []].find(n => n.nodeType === 3 && n.nodeValue.trim());
  if (!node) return;
  const value = (wanted > 0 ? `(${wanted}) ` : '') + node.nodeValue.replace(prefix, '');
  if (node.nodeValue !== value) node.nodeValue = value;
}
new MutationObserver(write).observe(document.head, { childList: true, subtree: true, characterData: true });
export function count(unhandled) { wanted = unhandled; write(); }
