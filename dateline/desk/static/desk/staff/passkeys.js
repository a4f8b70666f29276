// Shows what needs a passkey where the browser can do it, and says when it did not work. The ceremony itself is allauth's.
const able = window.PublicKeyCredential !== undefined && window.isSecureContext
for (const part of document.querySelectorAll('[data-passkeys]')) part.hidden = !able
for (const part of document.querySelectorAll('[data-no-passkeys]')) part.hidden = able
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  for (const sentence of document.querySelectorAll('[data-passkey-trouble]')) sentence.hidden = false
})
