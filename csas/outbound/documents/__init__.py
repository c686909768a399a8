"""Drawing certificates and letters as PDF: the only room that knows reportlab."""
