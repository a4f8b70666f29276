"""Pictures in the newsroom: dropped in and described, found, given a focus, watched over until their rights end."""
