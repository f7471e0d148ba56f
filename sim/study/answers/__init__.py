"""What a study answers: signs, indices, boxes, worths, regret, times; a module a subject."""
