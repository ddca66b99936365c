// A one-time code travels behind # so that no server or log sees it. It moves into the form and out of the address and history.
const code = location.hash.slice(1), field = document.getElementById('token');
if (code && field) {
  field.value = code;
  history.replaceState(null, '', location.pathname);
  document.querySelector('form input:not([type=hidden]):not(#token)')?.focus();
}
