"""Who is asking: forms in, pages out."""
