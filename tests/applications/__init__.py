"""Stories of the applicant’s side."""
