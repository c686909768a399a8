"""Powers for one person, from the request to the end of the accreditation."""
