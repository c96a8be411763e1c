window.life = [];

function record(target, ...types) {
  for (const type of types) {
    target.addEventListener(type, (event) => {
      // Firefox reports the focus of the document beside that of the window.
      if (target === window && event.target !== window && event.target !== document) return;
      life.push({
        type,
        at: Date.now(),
        visibility: document.visibilityState,
        persisted: event.persisted,
        detail: String(event.message ?? event.reason ?? event.violatedDirective ?? ''),
      });
    });
  }
}

record(window, 'pageshow', 'pagehide', 'focus', 'blur', 'online', 'offline', 'error', 'unhandledrejection');
record(document, 'visibilitychange', 'freeze', 'resume', 'securitypolicyviolation');
