
# ---- names of the running peer's shares, contacts and groups ----------------------------------
# It keeps them in a file of its folder: on each line a kind, a tab and a name.

# What kind of name is wanted after the words $1, $2, ..., the option $option and $count words.
function _mutual_kind() {
  case "$option $1" in
    "--with share") kind=audience ;;
    "--add contacts" | "--remove contacts" | "--group invite") kind=group ;;
    " shares")
      case "$count $2" in
        "1 ") kind=share ;;
        "2 pause" | "2 resume" | "2 recheck" | "2 limit" | "2 audience" | "2 select" | "2 remove")
          kind=share ;;
        "1 "* | "2 "*) ;;
        *" audience") kind=audience ;;
      esac ;;
    " contacts")
      case "$count $2" in
        "2 rename" | "2 group" | "2 remove") kind=contact ;;
      esac ;;
    " offers") [[ $count == 1 ]] && kind=contact ;;
  esac
}

# Offers the name $1 if it begins as what is typed, in the quotes that were begun.
function _mutual_offer() {
  if [[ "$1" != "$plain"* ]]; then
    return 0
  elif [[ "$typed" == [\"\']* ]]; then
    COMPREPLY+=("$1")
  else
    COMPREPLY+=("$(printf '%q' "$1")")
  fi
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
  # As it would be without the quotes that are typed already.
  local plain="${typed//\\/}"
  plain="${plain#[\"\']}"
  if [[ $kind == audience ]]; then
    _mutual_offer everyone
    _mutual_offer contacts
  fi
  if [[ -r "$data/names.txt" ]]; then
    while IFS=$'\t' read -r word name; do
      if [[ "$word" == "$kind" || ( "$kind" == audience && "$word" != share ) ]]; then
        _mutual_offer "$name"
      fi
    done < "$data/names.txt"
  fi
}

complete -F _complete_mutual_names -o default mutual mutual.sh mutual.bash
