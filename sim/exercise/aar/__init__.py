"""The after-action report (AAR): its chapters by subject, and the page that puts them in order."""
