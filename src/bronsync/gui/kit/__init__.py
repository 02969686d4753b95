"""What every window uses: worker, dialogs, questions, errors, look, marks."""
