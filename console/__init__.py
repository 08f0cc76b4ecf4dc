"""What every room of the admin uses: deletion, usage, limits, exports, health."""
