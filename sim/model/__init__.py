"""What an author may say: frozen, validated, without behaviour."""
