
# ---- names that only the running peer knows ---------------------------------------------------
# Asked of the peer at most every ten seconds (in zsh each time: there, completion runs in a
# subshell). Where no peer runs nothing is started, and nothing is built in any case.
_mutual_names_of=""
_mutual_names_at=0
_mutual_names_kept=""

# Puts the names of kind $1 in the data folder $2 into _mutual_names_kept.
function _mutual_ask_names() {
  if [[ ! -e "$2/running.properties" ]]; then
    _mutual_names_of=""
    _mutual_names_kept=""
  elif [[ "$_mutual_names_of" != "$1 $2" ]] || ((SECONDS - _mutual_names_at >= 10)); then
    _mutual_names_kept=$(MUTUAL_BUILD=never "${COMP_WORDS[0]}" names "$1" --data "$2" 2>/dev/null </dev/null)
    _mutual_names_of="$1 $2"
    _mutual_names_at=$SECONDS
  fi
}

# What kind of name is wanted after the words $1, $2, ..., the option $option and $count words.
function _mutual_kind() {
  case "$option $1" in
    "--with share") kind=audience ;;
    "--add contacts" | "--remove contacts" | "--group invite") kind=groups ;;
    " shares")
      case "$count $2" in
        "1 ") kind=shares ;;
        "2 pause" | "2 resume" | "2 recheck" | "2 limit" | "2 audience" | "2 select" | "2 remove")
          kind=shares ;;
        "1 "* | "2 "*) ;;
        *" audience") kind=audience ;;
      esac ;;
    " contacts")
      case "$count $2" in
        "2 rename" | "2 group" | "2 remove") kind=contacts ;;
      esac ;;
    " offers") [[ $count == 1 ]] && kind=contacts ;;
  esac
}

function _complete_mutual_names() {
  _complete_mutual "$@"
  local typed="${COMP_WORDS[COMP_CWORD]}" data="${MUTUAL_PEER_HOME:-$HOME/.mutual/peer}"
  local first="" second="" count=0 option="" kind="" word name i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    if [[ "$option" == --data ]]; then
      data="${word/#\~\//$HOME/}"
      option=""
    elif [[ -n "$option" ]]; then
      option=""
    else
      case "$word" in
        --with-content | --with-content=* | --json | --debug | --links | --qr | --no-*) ;;
        --*) option="$word" ;;
        -*) ;;
        *)
          count=$((count + 1))
          if [[ $count == 1 ]]; then first="$word"; elif [[ $count == 2 ]]; then second="$word"; fi ;;
      esac
    fi
  done
  if [[ "$typed" != -* ]]; then
    _mutual_kind "$first" "$second"
  fi
  if [[ -z "$kind" ]]; then
    return 0
  fi
  _mutual_ask_names "$kind" "$data"
  # As it would be without the quotes that are typed already.
  local plain="${typed//\\/}"
  plain="${plain#[\"\']}"
  while IFS= read -r name; do
    if [[ -n "$name" && "$name" == "$plain"* ]]; then
      if [[ "$typed" == [\"\']* ]]; then
        COMPREPLY+=("$name")
      else
        COMPREPLY+=("$(printf '%q' "$name")")
      fi
    fi
  done <<< "$_mutual_names_kept"
}

complete -F _complete_mutual_names -o default mutual mutual.sh mutual.bash
