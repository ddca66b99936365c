// The moment (Unix milliseconds) of the point that was last looked at in a chart; null before anybody did.
export function looked(id) {
  const moment = Number(document.getElementById(id)?.dataset.moment);
  return Number.isFinite(moment) && moment > 0 ? moment : null;
}
