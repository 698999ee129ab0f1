"""One turn as a LangGraph graph: wiring only, run statelessly."""
