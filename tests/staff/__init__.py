"""An employer's people: lists, endings, spreadsheets, photographs, roles and notifiable events."""
