"""Parts that know nothing of fact sheets: labels, icons, notices, dialogs."""
